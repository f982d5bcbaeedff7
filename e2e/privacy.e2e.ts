/** Nothing is sent. */
import { join } from 'node:path';
import { html, python } from './inputs.ts';
import { dropPaths, expect, test, writeInputs } from './site.ts';

test('before the first file no model is fetched', async ({ site: { page, server, requests } }) => {
  await expect(page.getByRole('heading', { name: 'Drop files or folders' })).toBeVisible();
  expect(requests.filter((request) => /onnx|wasm|worker|weights/.test(request))).toEqual([]);
  expect(requests.every((request) => request.startsWith(`GET ${server.origin}/`))).toBe(true);
});

test('no foreign request, none with a body, and none at all once the model is here', async ({
  site: { page, server, requests, row, expectDone },
}, testInfo) => {
  const bodies: string[] = [];
  page.on('request', (request) => {
    if (request.postDataBuffer()) bodies.push(request.url());
  });
  const folder = writeInputs(testInfo, { 'secret-name.py': python, 'other.html': html });
  await dropPaths(page, [join(folder, 'secret-name.py')]);
  await expectDone(1);
  const afterLoad = { page: requests.length, server: server.requests.length };

  await dropPaths(page, [join(folder, 'other.html'), join(folder, 'secret-name.py')]);
  await expectDone(2);
  await row('other.html').click();
  await page.getByRole('radio', { name: 'Best guess' }).check({ force: true });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await download;

  expect({ page: requests.length, server: server.requests.length }).toEqual(afterLoad);
  expect(requests.every((request) => request.startsWith(`GET ${server.origin}/`))).toBe(true);
  expect(bodies).toEqual([]);
  expect(requests.join('\n')).not.toContain('secret');
  // The 26.8 MB build was not wished for.
  expect(server.requests.join('\n')).not.toContain('asyncify');
});

test('without a network it goes on', async ({ site: { page, row, expectDone } }, testInfo) => {
  const folder = writeInputs(testInfo, { 'walk.py': python, 'other.html': html });
  await dropPaths(page, [join(folder, 'walk.py')]);
  await expectDone(1);
  await page.context().setOffline(true);
  await dropPaths(page, [join(folder, 'other.html')]);
  await expect(row('other.html')).toContainText('HTML document');
});

test('the policy is on every response, and the page obeys one without exceptions', async ({
  site: { page, server },
}) => {
  const response = await page.request.get(`${server.origin}/`);
  const policy = response.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:|blob:|\*/);
  expect(await page.locator('[style]:not([role], [class])').count()).toBe(0);
});
