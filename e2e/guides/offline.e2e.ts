/** The page of docs/offline.md, built as a user builds it, with its service worker: what it precaches is what it needs. */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { build } from 'vite';
import { productionHeaders } from '../../demos/headers.ts';
import { serveStatic, type StaticServer } from '../../tools/lib/static-server.ts';
import { cacheFolder } from '../../tools/lib/workspace.ts';
import { python } from '../inputs.ts';
import type { OfflinePage } from './page.ts';

declare const offlinePage: OfflinePage;

const folder = join(cacheFolder, 'offline-page');
const script = 'precache.worker.js';
const source = readFileSync(join(import.meta.dirname, script), 'utf8');
// The page signs its service worker's URL itself; its icon is empty.
const policy = productionHeaders['content-security-policy']
  ?.replace('trusted-types nearside', 'trusted-types nearside page')
  .replace("img-src 'self'", "img-src 'self' data:");
const headers = { ...productionHeaders, 'content-security-policy': policy ?? '' };
/** What the service worker precaches, as paths. */
const listed = [...(/const files = \[(.*?)\];/s.exec(source)?.[1] ?? '').matchAll(/'\.(.*?)'/g)].map(
  ([, path]) => path,
);

const test = base.extend<{ server: StaticServer; troubles: string[] }, { built: undefined }>({
  built: [
    // Playwright wants the pattern, also of a fixture that needs none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const configFile = join(import.meta.dirname, 'vite.config.ts');
      await build({ configFile, logLevel: 'warn', build: { outDir: folder } });
      copyFileSync(join(import.meta.dirname, script), join(folder, script));
      await use(undefined);
    },
    { scope: 'worker' },
  ],
  server: async ({ built: _built }, use) => {
    const server = await serveStatic({ mounts: { '/': folder }, headers });
    await use(server);
    await server.close().catch(() => undefined); // a test may have closed it
  },
  troubles: async ({ page }, use) => {
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
    await use(troubles);
    expect(troubles).toEqual([]);
  },
});

test.describe('without the service worker', () => {
  test.use({ serviceWorkers: 'block' });

  test('the page asks for what is on the list, each of it and nothing else', async ({ page, server }) => {
    await page.goto(`${server.origin}/`);
    await page.evaluate(async (text) => {
      await offlinePage.identify(text);
      await offlinePage.keep('example/kept', text);
    }, python);
    const asked = server.requests.map((request) => request.replace('GET ', ''));
    expect(listed).toHaveLength(5);
    expect([...new Set(asked)].toSorted()).toEqual(listed.toSorted());
  });
});

test('N4 a page that was visited once works when its server is gone', async ({ page, server, troubles }) => {
  await page.goto(`${server.origin}/`);
  await page.evaluate(async (text) => {
    await offlinePage.ready();
    await offlinePage.keep('example/kept', text);
  }, python);
  await server.close();
  await page.reload();
  const found = await page.evaluate(async (text) => {
    const label = await offlinePage.identify(text);
    return { isControlled: offlinePage.isControlled(), label, kept: await offlinePage.read('example/kept') };
  }, python);
  expect(found).toEqual({ isControlled: true, label: 'python', kept: { text: python, storage: 'opfs' } });
  // The browser looks for a newer service worker, and says that it finds none.
  expect(troubles.splice(0).filter((trouble) => !trouble.includes(script))).toEqual([]);
});

test('a trace has a beginning and an end of every span', async ({ page, server, troubles }) => {
  await page.goto(`${server.origin}/`);
  const text = await page.evaluate(async (content) => (await offlinePage.trace(content)).text(), python);
  const { traceEvents } = JSON.parse(text) as { traceEvents: { name: string; ph: string; id?: string }[] };
  const begun = traceEvents.filter(({ ph }) => ph === 'b').map(({ id }) => id);
  const ended = traceEvents.filter(({ ph }) => ph === 'e').map(({ id }) => id);
  expect(begun.toSorted()).toEqual(ended.toSorted());
  const names = new Set(traceEvents.map(({ name }) => name));
  for (const name of ['worker-start', 'select', 'fetch', 'compile', 'golden', 'call']) expect(names).toContain(name);
  expect(troubles).toEqual([]);
});
