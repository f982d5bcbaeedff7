/** What goes wrong is said, and the next thing works. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { html, python } from './inputs.ts';
import { dropPaths, expect, test, writeInputs } from './site.ts';

/** The built site gives it a hash. */
const modelFile = '**/magika-kernel-weights*.bin';

test('a file deleted after the drop gets its error, and the next is answered', async ({
  site: { page, row, expectDone },
}, testInfo) => {
  const folder = writeInputs(testInfo, { 'gone.py': python, 'inside/gone-too.py': python, 'stays.html': html });
  const { promise: deleted, resolve: goOn } = Promise.withResolvers<void>();
  await page.route(modelFile, async (route) => {
    await deleted;
    await route.continue();
  });
  const model = page.waitForRequest(modelFile);
  await dropPaths(
    page,
    ['gone.py', 'inside', 'stays.html'].map((name) => join(folder, name)),
  );
  await model;
  rmSync(join(folder, 'gone.py'));
  rmSync(join(folder, 'inside'), { recursive: true });
  goOn();
  await expectDone(3);
  for (const name of ['gone.py', /gone-too\.py|^inside/]) {
    await expect(row(name)).toContainText('Could not be read');
    await expect(row(name)).toContainText(/choose it again/i);
  }
  await expect(row('stays.html')).toContainText('HTML document');
  await row('gone.py').click();
  await expect(page.getByRole('dialog')).toContainText('Message');
});

test('a model that is missing is said so, and a retry goes on with what waits', async ({
  site: { page, row, troubles, expectDone },
}, testInfo) => {
  const folder = writeInputs(testInfo, { 'walk.py': python });
  await page.route(modelFile, (route) => route.fulfill({ status: 404, body: 'not found' }));
  await dropPaths(page, [join(folder, 'walk.py')]);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The model could not be loaded');
  await expect(alert).toContainText('network');
  await expect(alert).toContainText('404');
  await expect(alert).toContainText('1 file waits');
  // A visitor reads what a visitor can do; the rest is folded away, for the owner.
  await expect(alert.getByText('try again later, or tell the site’s owner')).toBeVisible();
  const forDevelopers = alert.getByText('nearside-assets copy');
  await expect(forDevelopers).toBeHidden();
  await alert.getByText('What to tell the site’s owner').click();
  await expect(forDevelopers).toBeVisible();
  expect(troubles.splice(0).every((trouble) => trouble.includes('404'))).toBe(true);

  await page.unroute(modelFile);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expectDone(1);
  await expect(row('walk.py')).toContainText('Python source');
});

test('a model that is missing is given up, and the page is as it was', async ({
  site: { page, troubles },
}, testInfo) => {
  const folder = writeInputs(testInfo, { 'walk.py': python });
  await page.route(modelFile, (route) => route.fulfill({ status: 404, body: 'not found' }));
  await dropPaths(page, [join(folder, 'walk.py')]);
  await page.getByRole('alert').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByText('Cancelled after 0 of 1 file.')).toBeVisible();
  troubles.length = 0;
});

test('WebGPU is not fetched where there is none, and the row says so', async ({
  site: { page, server, row, expectDone },
}, testInfo) => {
  const before = server.requests.length;
  await page.getByRole('combobox', { name: 'Run on' }).selectOption('WebGPU first');
  const folder = writeInputs(testInfo, { 'walk.py': python });
  await dropPaths(page, [join(folder, 'walk.py')]);
  await expectDone(1);
  expect(server.requests.slice(before).join('\n')).not.toContain('asyncify');
  await row('walk.py').click();
  await expect(page.getByRole('dialog')).toContainText(/Not used\s*ort-webgpu: (?!not wished for)/);
});
