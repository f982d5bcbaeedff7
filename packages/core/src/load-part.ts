import { messageOf, NearsideError } from './errors.ts';

/**
 * Imports a part of this package that a page has only when it needs it. Where that fails the next call tries again.
 *
 * @param what The part, as a person calls it: named in the error.
 * @param load Imports it.
 * @throws NearsideError 'network' when its file cannot be had, 'unsupported' in a service worker, which has no `import()`.
 */
export async function loadPart<T>(what: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const isServiceWorker = 'ServiceWorkerGlobalScope' in globalThis;
    throw new NearsideError(isServiceWorker ? 'unsupported' : 'network', `cannot load ${what}: ${messageOf(cause)}`, {
      stage: 'start',
      cause,
      hint: isServiceWorker
        ? 'A service worker has no import(): do it in the page.'
        : 'Is the page online, and every file of its release served? After a deploy an open page may have to be reloaded.',
    });
  }
}
