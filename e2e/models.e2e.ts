/** The models' page: a file from disk becomes a model, is checked, saved again and deleted; nothing is left of one that is cancelled. */
import { createHash } from 'node:crypto';
import { readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { modelBytes, modelDigest, modelsPage, noise, openModels } from './models-page.ts';
import { dropPaths, expect, test, writeInputs } from './site.ts';

const name = 'tiny-model.gguf';

test('a file from disk is a model: listed with its digest, after a reload too, checked, saved as it was, deleted', async ({
  site: { page },
}, testInfo) => {
  const folder = writeInputs(testInfo, { [name]: modelBytes });
  const models = await openModels(page);
  await models.expectModels([]);
  await models.importFiles(join(folder, name));
  await expect(models.told).toHaveText(`${name} is here: 20.0 MB. Its digest is among its details.`);
  await expect(page.getByText(`SHA-256 ${modelDigest}`)).toBeVisible();
  await expect(page.getByText('Taken as you brought it')).toBeVisible();

  await page.reload();
  await expect(page).toHaveTitle('Nearside: Models');
  await models.expectModels([name]);
  const row = models.row(name);
  await expect(row).toContainText('20.0 MB');
  await expect(row).toContainText('From your disk, for llama');
  await expect(row).toContainText('This browser’s disk');
  await expect(row.getByRole('cell').nth(2)).toHaveText(/just now|min ago/);
  await expect(row.getByRole('cell').nth(3)).toHaveText('never');

  await models.button('Check', name).click();
  await expect(models.told).toHaveText(`${name} is whole: all of its 20.0 MB are what they should be.`);

  const download = page.waitForEvent('download');
  await models.button('Save', name).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe(name);
  expect(readFileSync(await saved.path()).equals(modelBytes)).toBe(true);

  await models.button('Delete', name).click();
  const dialog = page.getByRole('dialog', { name: `Delete ${name}?` });
  await expect(dialog).toContainText('cannot be undone');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(models.told).toHaveText(`${name} was deleted.`);
  await models.expectModels([]);
  await page.reload();
  await expect(page.getByText('Nothing else is kept in this browser yet.')).toBeVisible();
  await models.expectModels([]);
  expect(await storedFiles(page)).toEqual([]);
});

test('a file that is dropped while the report is shown is looked at, on the first page', async ({
  site: { page, row, troubles, expectDone },
}, testInfo) => {
  await page.getByRole('link', { name: 'This browser' }).click();
  await expect(page.getByRole('heading', { name: 'What is here' })).toBeVisible();
  await dropPaths(page, [join(writeInputs(testInfo, { [name]: noise(100_000) }), name)]);
  await expectDone(1);
  await expect(row(name)).toBeVisible();
  // A drop on the first page itself is no step that one could go back from.
  const steps = await page.evaluate(() => history.length);
  await dropPaths(page, [join(testInfo.outputPath('inputs'), name)]);
  await expect(row(name)).toHaveCount(2);
  expect(await page.evaluate(() => history.length)).toBe(steps);
  troubles.splice(0, Infinity, ...troubles.filter((trouble) => trouble !== 'console: No available adapters.'));
});

test('a file is dropped on the page; on the first page it is looked at as before', async ({
  site: { page, row, expectDone },
}, testInfo) => {
  const folder = writeInputs(testInfo, { [name]: noise(100_000) });
  const models = await openModels(page);
  await dropPaths(page, [join(folder, name)]);
  await expect(models.told).toContainText('is here');
  await models.expectModels([name]);

  await page.getByRole('link', { name: 'What is this file?' }).click();
  await dropPaths(page, [join(folder, name)]);
  await expectDone(1);
  await expect(row(name)).toBeVisible();
});

test('several files are a model each, one after the other', async ({ site: { page } }, testInfo) => {
  const names = ['a.onnx', 'b.task', 'c.bin'];
  const folder = writeInputs(testInfo, Object.fromEntries(names.map((one, at) => [one, noise(10_000 + at)])));
  const models = await openModels(page);
  await models.importFiles(names.map((one) => join(folder, one)));
  await models.expectModels(names);
  await expect(models.row('a.onnx')).toContainText('for ort-wasm');
  await expect(models.row('b.task')).toContainText('for mediapipe');
  await expect(models.row('c.bin')).toContainText(/From your disk$|From your disk(?!,)/);
});

test('an import that is cancelled in the middle leaves nothing', async ({ site: { page } }, testInfo) => {
  const models = await openModels(page);
  // Three gigabytes take a while on any machine; a file full of holes takes none of the test's own disk.
  const folder = writeInputs(testInfo, { [name]: '' });
  truncateSync(join(folder, name), 3_000_000_000);
  await models.importFiles(join(folder, name));
  const bar = page.getByRole('progressbar', { name: `Importing ${name}` });
  await expect.poll(() => bar.evaluate((element: HTMLProgressElement) => element.value)).toBeGreaterThan(0);
  await expect(models.row(name)).toContainText(/MB of 3\.0 GB, [\d.]+ MB a second, .* left/);
  const cancel = models.button('Cancel:', name);
  await cancel.click();
  await expect(models.told).toHaveText(`${name} was not imported; nothing of it was kept.`);
  await expect(cancel).toHaveCount(0);
  await models.expectModels([]);
  await expect.poll(() => storedFiles(page)).toEqual([]);
  await page.reload();
  await expect(page.getByText('Nothing else is kept in this browser yet.')).toBeVisible();

  // And the next one works.
  await models.importFiles(join(writeInputs(testInfo, { [name]: modelBytes }), name));
  await models.expectModels([name]);
});

test('a model of the same name is replaced only when the user says so', async ({ site: { page } }, testInfo) => {
  const [first, second] = [noise(50_000), noise(60_000)];
  const models = await openModels(page);
  await models.importFiles(join(writeInputs(testInfo, { [name]: first }), name));
  await models.expectModels([name]);

  const path = join(writeInputs(testInfo, { [`other/${name}`]: second }), 'other', name);
  const dialog = page.getByRole('dialog', { name: `Replace ${name}?` });
  await models.importFiles(path);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(models.row(name)).toContainText('50.0 KB');
  await models.importFiles(path);
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await expect(models.row(name)).toContainText('60.0 KB');
  await expect(page.getByText(createHash('sha256').update(second).digest('hex'))).toBeVisible();
  await models.expectModels([name]);
});

test('a file that is damaged on the disk is said so, and is not used', async ({ site: { page } }, testInfo) => {
  const models = await openModels(page);
  await models.importFiles(join(writeInputs(testInfo, { [name]: noise(50_000) }), name));
  await models.expectModels([name]);
  await damageStored(page);
  await models.button('Check', name).click();
  await expect(models.told).toContainText(`${name} is damaged in 1 place`);
  await models.expectModels([]);
});

test('a file that cannot be used says why, and goes from the list', async ({ site: { page } }, testInfo) => {
  const models = await openModels(page);
  await models.importFiles(join(writeInputs(testInfo, { 'empty.gguf': '' }), 'empty.gguf'));
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The file cannot be read: it is empty');
  await alert.getByText('What exactly went wrong').click();
  await expect(alert.getByText('invalid-input')).toBeVisible();
  await models.button('Close:', 'empty.gguf').click();
  await expect(alert).toHaveCount(0);
  await models.expectModels([]);
});

test('a model that another tab uses is marked, and stays', async ({ site: { page, server } }, testInfo) => {
  const models = await openModels(page);
  await models.importFiles(join(writeInputs(testInfo, { [name]: noise(50_000) }), name));
  await models.expectModels([name]);
  // No tool of this site uses a stored model yet: another tab takes the lock that one would hold.
  const other = await page.context().newPage();
  await other.goto(server.origin);
  await other.evaluate(
    (lock) =>
      new Promise<void>((taken) => {
        void navigator.locks.request(lock, { mode: 'shared' }, () => {
          taken();
          return new Promise(() => undefined);
        });
      }),
    `nearside-use ${name}#llama#`,
  );
  await page.reload();
  await expect(models.row(name)).toContainText('In use');
  await models.button('Delete', name).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('alert')).toContainText('It is in use');
  await other.close();
  await page.reload();
  await expect(models.row(name)).not.toContainText('In use');
  await models.button('Delete', name).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await models.expectModels([]);
});

test('the browser is asked to keep the models, and both answers are said', async ({ site: { page, server } }) => {
  const models = await openModels(page);
  const ask = page.getByRole('button', { name: 'Keep them for good' });
  await expect(page.getByText('may clear the models when the disk is full')).toBeVisible();
  await ask.click();
  await expect(models.told).toContainText('The browser did not agree');
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.send('Browser.grantPermissions', {
    permissions: ['durableStorage'],
    origin: server.origin,
    ...(targetInfo.browserContextId && { browserContextId: targetInfo.browserContextId }),
  });
  await ask.click();
  await expect(models.told).toContainText('The browser keeps the models');
  await expect(ask).toHaveCount(0);
});

test('by keyboard alone: import, look, check, delete; the focus is never lost', async ({
  site: { page },
}, testInfo) => {
  const path = join(writeInputs(testInfo, { [name]: noise(50_000) }), name);
  const models = modelsPage(page);
  await tabTo(page, 'Models');
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await expect(page.getByRole('button', { name: 'Import from disk' })).toBeVisible();
  // Asked for before the way there: the browser is told of it in its own time.
  const chooser = page.waitForEvent('filechooser');
  await tabTo(page, 'Import from disk');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(path);
  await models.expectModels([name]);

  await tabTo(page, `Details of ${name}`);
  await expect(page.getByText('Taken as you brought it')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByText('Taken as you brought it')).toBeHidden();
  await tabTo(page, `Check ${name}`);
  await page.keyboard.press('Enter');
  await expect(models.told).toContainText('is whole');

  await tabTo(page, `Delete ${name}`);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  // What takes nothing away has the focus, and Tab stays in the dialog.
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  for (let step = 0; step < 6; step += 1) {
    await page.keyboard.press('Tab');
    await expect(page.locator('main :focus:not(dialog, dialog *), header :focus, footer :focus')).toHaveCount(0);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(models.button('Delete', name)).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, 'Delete');
  await page.keyboard.press('Enter');
  await models.expectModels([]);
  await expect(page.getByRole('heading', { name: 'On this page' })).toBeFocused();

  await page.keyboard.press('Shift+Tab');
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Drop files or folders' })).toBeVisible();
});

test('nothing of it is fetched before it is opened, and nothing foreign after', async ({
  site: { page, server, requests },
}, testInfo) => {
  expect(requests.filter((request) => /pages-|store-/.test(request))).toEqual([]);
  const models = await openModels(page);
  await models.importFiles(join(writeInputs(testInfo, { [name]: noise(50_000) }), name));
  await models.expectModels([name]);
  expect(requests.every((request) => request.startsWith(`GET ${server.origin}/`))).toBe(true);
  expect(requests.join('\n')).not.toContain('/models/');
});

test('code of the page that cannot be fetched is said so, and the next try works', async ({
  site: { page, troubles },
}) => {
  await page.route('**/pages-*.js', (route) => route.abort());
  await page.getByRole('link', { name: 'Models' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('This part of the page could not be loaded');
  await page.unroute('**/pages-*.js');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Room in this browser' })).toBeVisible();
  expect(troubles.splice(0).every((trouble) => trouble.includes('ERR_FAILED'))).toBe(true);
});

test('an import goes on while another page is looked at', async ({ site: { page } }, testInfo) => {
  const folder = writeInputs(testInfo, { [name]: modelBytes });
  const models = await openModels(page);
  await models.importFiles(join(folder, name));
  await page.getByRole('link', { name: 'What is this file?' }).click();
  await expect(page.getByRole('heading', { name: 'Drop files or folders' })).toBeVisible();
  await expect.poll(() => storedFiles(page)).toHaveLength(1);
  await page.getByRole('link', { name: 'Models' }).click();
  await models.expectModels([name]);
  await expect(page.getByText(`SHA-256 ${modelDigest}`)).toBeVisible();
});

/** Presses Tab until a button or link of that name has the focus. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  const seen: string[] = [];
  for (let step = 0; step < 40; step += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });
    if (focused === wanted) return;
    seen.push(focused);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${wanted}: ${seen.join(' | ')}`);
}

/** Names and sizes of what the store has on the disk, beside its records. */
function storedFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names: string[] = [];
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      for await (const [entry, handle] of folder as unknown as AsyncIterable<[string, FileSystemHandle]>) {
        if (handle.kind === 'directory') await walk(handle as FileSystemDirectoryHandle, `${path}${entry}/`);
        else {
          const { size } = await (handle as FileSystemFileHandle).getFile();
          if (size > 10_000) names.push(`${path}${entry}: ${size}`);
        }
      }
    };
    await walk(await navigator.storage.getDirectory(), '');
    return names;
  });
}

/** Changes one byte of the largest file that is stored, as a bad disk does. */
function damageStored(page: Page): Promise<void> {
  return page.evaluate(async () => {
    let largest: { handle: FileSystemFileHandle; size: number } | undefined;
    const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      for await (const [, handle] of folder as unknown as AsyncIterable<[string, FileSystemHandle]>) {
        if (handle.kind === 'directory') await walk(handle as FileSystemDirectoryHandle);
        else {
          const { size } = await (handle as FileSystemFileHandle).getFile();
          if (size > (largest?.size ?? 0)) largest = { handle: handle as FileSystemFileHandle, size };
        }
      }
    };
    await walk(await navigator.storage.getDirectory());
    if (!largest) throw new Error('nothing is stored');
    const file = await largest.handle.getFile();
    const before = new Uint8Array(await file.slice(100, 101).arrayBuffer())[0] ?? 0;
    const writable = await largest.handle.createWritable({ keepExistingData: true });
    await writable.write({ type: 'write', position: 100, data: Uint8Array.of(before ^ 0xff) });
    await writable.close();
  });
}
