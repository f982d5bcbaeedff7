/** A page that is left, frozen and shown again goes on where it was. */
import { expect } from '@playwright/test';
import { launchRawChromium, type RawPage } from '../lib/raw-chromium.ts';
import { test as base } from './fixture.ts';

const test = base.extend<{ raw: RawPage }>({
  raw: async ({ server }, use, testInfo) => {
    const { executablePath } = testInfo.project.use.launchOptions ?? {};
    const { page, close } = await launchRawChromium(executablePath as string);
    await page.send('Page.navigate', { url: `${server.origin}/` });
    await page.until('typeof ownTask === "object"');
    await page.evaluate(`(async () => {
      globalThis.scale = await ownTask.createScale({ runtime: ownTask.faultyRuntime() });
      globalThis.channel = new BroadcastChannel('own-task');
      globalThis.begun = new Promise((resolve) => (channel.onmessage = resolve));
    })()`);
    await use(page);
    await close();
  },
});

test.skip(({ browserName }) => browserName !== 'chromium', 'the DevTools protocol is Chromium’s');

test('X11 a page that is frozen for longer than a call may be silent goes on with it', async ({ raw }) => {
  // The provider answers 19 when it is told to.
  await raw.evaluate('void (globalThis.answer = scale.scale(19)); begun.then(() => true)');
  await raw.evaluate(
    'void (globalThis.froze = false); document.addEventListener("freeze", () => (froze = true)); true',
  );
  await raw.send('Page.setWebLifecycleState', { state: 'frozen' });
  // The fault is that time goes by: thrice the call's budget.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await raw.send('Page.setWebLifecycleState', { state: 'active' });
  expect(await raw.evaluate('froze')).toBe(true);
  // Timers that fell due meanwhile come first: the call's budget is looked at before it is answered.
  await raw.evaluate('new Promise((resolve) => setTimeout(resolve))');
  expect(await raw.evaluate('channel.postMessage("go"), answer')).toBe(39);
  expect(await raw.evaluate('scale.scale(20)')).toBe(41);
});

test('X11 a page that comes back from the back-forward cache works on', async ({ raw, server }) => {
  await raw.evaluate('void addEventListener("pageshow", (event) => (globalThis.persisted = event.persisted))');
  await raw.send('Page.navigate', { url: `${server.origin}/?elsewhere` });
  await raw.until('location.search === "?elsewhere" && typeof ownTask === "object"');
  await raw.evaluate('history.back()');
  await raw.until('location.search === "" && globalThis.persisted !== undefined');
  const reasons = JSON.stringify(raw.events('Page.backForwardCacheNotUsed'));
  expect(await raw.evaluate('persisted'), `not kept for ${reasons}`).toBe(true);
  expect(await raw.evaluate('scale.scale(20)')).toBe(41);
});
