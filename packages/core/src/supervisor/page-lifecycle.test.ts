import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connection, never, noLink, supervise } from './fake-connections.ts';

/** A page as far as its life is told: the document's own events, and those of its window. */
class TestDocument extends EventTarget {
  visibilityState: 'visible' | 'hidden' = 'visible';
}

let page: TestDocument;
let pageEvents: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  page = new TestDocument();
  pageEvents = new EventTarget();
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', pageEvents.addEventListener.bind(pageEvents));
  vi.stubGlobal('removeEventListener', pageEvents.removeEventListener.bind(pageEvents));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('X11 a page that comes back', () => {
  // A page's clock may stand still with it, or its timers fire in time and its messages late: then only the events tell.
  it.each([
    { from: 'the back-forward cache', tell: () => pageEvents.dispatchEvent(new Event('pageshow')) },
    { from: 'being frozen', tell: () => page.dispatchEvent(new Event('resume')) },
    { from: 'being hidden', tell: () => page.dispatchEvent(new Event('visibilitychange')) },
  ])('from $from grants a call its whole budget again', async ({ tell }) => {
    const { supervisor } = supervise(connection({ invoke: never }));
    const failed = vi.fn();
    const call = supervisor.call('echo', 'a', noLink).catch(failed);
    await vi.advanceTimersByTimeAsync(900);
    tell();
    await vi.advanceTimersByTimeAsync(900);
    expect(failed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(100);
    await call;
    expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'timeout' }));
  });

  it('is not told by going: a page that hides grants nothing', async () => {
    const { supervisor } = supervise(connection({ invoke: never }));
    const call = expect(supervisor.call('echo', 'a', noLink)).rejects.toMatchObject({ code: 'timeout' });
    await vi.advanceTimersByTimeAsync(900);
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(100);
    await call;
  });

  it('does not ask an idle worker whether it lives while it is hidden, and does again when it is seen', async () => {
    const ping = vi.fn(async () => undefined);
    const { supervisor } = supervise(connection({ ping }));
    await supervisor.call('echo', 'a', noLink);
    page.visibilityState = 'hidden';
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ping).not.toHaveBeenCalled();
    page.visibilityState = 'visible';
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ping).toHaveBeenCalled();
    supervisor.stop(new Error('over'));
  });

  it('is not listened to any more when the task is over', () => {
    const removed = [vi.spyOn(page, 'removeEventListener'), vi.spyOn(globalThis, 'removeEventListener')];
    const { supervisor } = supervise(connection());
    supervisor.stop(new Error('over'));
    expect(removed.map((spy) => spy.mock.calls.map(([type]) => type))).toEqual([
      ['resume', 'visibilitychange'],
      ['pageshow'],
    ]);
  });
});
