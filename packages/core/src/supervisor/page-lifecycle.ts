import { realm } from '../realm.ts';

/** Whether this realm is a page that nobody sees. A worker and Node are never hidden. */
export function isPageHidden(): boolean {
  return realm.document?.visibilityState === 'hidden';
}

/**
 * Calls back when the page returns from where it heard nothing: frozen, hidden, or kept in the back-forward cache.
 *
 * @param callback May be called more than once for one return.
 * @returns Ends it.
 */
export function onPageReturn(callback: () => void): () => void {
  return listen([
    [realm, 'pageshow', callback],
    [realm.document, 'resume', callback],
    [realm.document, 'visibilitychange', () => isPageHidden() || callback()],
  ]);
}

type Target = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

function listen(all: readonly (readonly [Partial<Target> | undefined, string, (event: Event) => void])[]): () => void {
  // Only a page has these events, and a worker has the functions.
  if (!realm.document) return () => undefined;
  for (const [target, type, listener] of all) target?.addEventListener?.(type, listener);
  return () => {
    for (const [target, type, listener] of all) target?.removeEventListener?.(type, listener);
  };
}
