/** A page that works without a network; what the test calls is at `globalThis.offlinePage`. */
import { createRuntime } from '@nearside/core';
import { Magika } from '@nearside/magika';
import { recordTrace } from './record-trace.ts';
import { registerServiceWorker } from './register.ts';

const { serviceWorker } = navigator;
void registerServiceWorker();
const runtime = createRuntime();

const offlinePage = {
  /** Until the service worker has all its files. */
  async ready(): Promise<void> {
    await serviceWorker.ready;
  },
  /** Whether the service worker answers this page's requests. */
  isControlled: () => serviceWorker.controller !== null,
  /** The label of a text. */
  async identify(text: string): Promise<string> {
    const magika = await Magika.create({ runtime });
    const { label } = await magika.identify(new Blob([text]));
    magika.destroy();
    return label;
  },
  /** Keeps a text as a model. */
  async keep(id: string, text: string): Promise<void> {
    await runtime.models.import(new File([text], 'weights.bin'), { id, provider: 'example' });
  },
  /** The text of a model that is kept, by whatever place has it. */
  async read(id: string): Promise<{ text: string | undefined; storage: string }> {
    const held = await runtime.models.open(id);
    const text = await held?.files['weights.bin']?.text();
    held?.release();
    return { text, storage: (await runtime.models.explain()).storage };
  },
  /** A trace of one identification. */
  trace: (text: string) => recordTrace(runtime, () => offlinePage.identify(text)),
};

/** What the test finds in the page. */
export type OfflinePage = typeof offlinePage;
Object.assign(globalThis, { offlinePage });
