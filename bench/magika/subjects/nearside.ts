/** Ours, as a Node program uses it. */
import { Magika } from '@nearside/magika';
import { identifyPath } from '@nearside/magika/node';
import type { Subject } from './subject.ts';

/** Starts ours, with the providers it has by default. */
export async function start(): Promise<Subject> {
  const magika = await Magika.create();
  return {
    async identify(path) {
      const found = await identifyPath(magika, path);
      if (found.status !== 'ok') throw found.error;
      return found.result.label;
    },
    close: () => magika.destroy(),
  };
}
