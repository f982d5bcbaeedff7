/** npm's magika, on TensorFlow.js; its model must be brought by the user. */
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { serveStatic } from '../../../tools/lib/static-server.ts';
import type { Subject, SubjectOptions } from './subject.ts';

interface MagikaNpm {
  create: (options: { modelURL: string; modelConfigURL: string }) => Promise<{
    identifyBytes: (bytes: Uint8Array) => Promise<{ prediction: { output: { label: string } } }>;
  }>;
}

/** Starts it with `model.json` and `config.min.json` of the peer model's folder, served on loopback: it takes URLs only. */
export async function start({ peer, peerModel }: SubjectOptions): Promise<Subject> {
  if (peerModel === undefined) throw new Error('it needs a model: --peer-model DIR');
  const module = pathToFileURL(peer('magika/dist/mjs/magika.js')).href;
  const { Magika } = (await import(module)) as { Magika: MagikaNpm };
  const server = await serveStatic({ mounts: { '/': peerModel } });
  const magika = await Magika.create({
    modelURL: `${server.origin}/model.json`,
    modelConfigURL: `${server.origin}/config.min.json`,
  });
  return {
    identify: async (path) => (await magika.identifyBytes(await readFile(path))).prediction.output.label,
    close: server.close,
  };
}
