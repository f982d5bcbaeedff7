import assert from 'node:assert/strict';
import { chromium } from 'playwright';
import { chromiumLaunchOptions } from '../../../tools/lib/launch-browser.ts';
import { findBrowser } from '../../../tools/lib/find-browser.ts';
import type { FaultRow } from '../harness/row.ts';

/** A page that is put to sleep by its browser. */
export const x11: FaultRow = {
  id: 'X11',
  title: 'page frozen, back-forward cache, sleep',
  injected: 'Page.setWebLifecycleState of the DevTools protocol; a navigation away and back, with the cache on',
  inEveryTest: false,
  async run(fault) {
    const { page, context } = await fault.open();
    const session = await context.newCDPSession(page);
    await page.evaluate(async () => {
      faults.kept.lease = await faults.started(faults.tiny());
      const end = new AbortController();
      Object.assign(faults.kept, { end, waiting: faults.kept.lease.call('wait', undefined, { signal: end.signal }) });
    });
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    // Longer than heartbeat and budget together: silence while frozen must not count. Real time has to pass here.
    const frozenMs = 5000;
    await new Promise((resolve) => setTimeout(resolve, frozenMs));
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    assert.equal(await page.evaluate(() => faults.runTiny()), 'right');
    const waited = await page.evaluate(() =>
      faults.attempt(() => {
        (faults.kept['end'] as AbortController).abort(new Error('still in flight'));
        return faults.kept['waiting'] as Promise<never>;
      }),
    );
    assert.equal(waited.error?.message, 'still in flight');
    fault.saw(`frozen for ${frozenMs / 1000} s with a call in flight: the call is still there, the next is answered`);

    const executablePath = (await findBrowser('chromium', { install: true })) ?? '';
    const browser = await chromium.launch({
      ...chromiumLaunchOptions(executablePath),
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
    fault.afterwards(() => browser.close());
    const { page: cached, site } = await fault.open({ in: await browser.newContext() });
    await cached.evaluate(async () => {
      faults.kept.lease = await faults.started(faults.tiny());
      addEventListener('pageshow', ({ persisted }) => void (faults.kept['persisted'] = persisted));
    });
    await cached.goto(`${site.url}empty.html`);
    // A page that comes out of the cache has no load event.
    await cached.goBack({ waitUntil: 'commit' });
    const persisted = await cached.evaluate(() => (globalThis.faults ? faults.kept['persisted'] === true : false));
    if (!persisted) {
      fault.partNotRun(
        'back-forward cache',
        'this browser did not keep the page (a page with a worker may be left out)',
      );
      return;
    }
    const { value, error } = await cached.evaluate(() => faults.attempt(() => faults.runTiny()));
    assert.equal(value, 'right', JSON.stringify(error));
    fault.saw('back from the back-forward cache: the same lease runs its model');
    fault.partNotRun('sleep of the machine', 'it cannot be put to sleep from here');
  },
};
