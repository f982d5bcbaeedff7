/** The ways in beside the drop: pickers, paste, and more while a scan runs. */
import { join } from 'node:path';
import { html, json, png, python } from './inputs.ts';
import { dropPaths, expect, test, writeInputs } from './site.ts';

test('files are picked, and the same one again', async ({ site: { page, row, expectDone } }, testInfo) => {
  const folder = writeInputs(testInfo, { 'walk.py': python, 'cover.png': png });
  for (const expected of [2, 4]) {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Add files' }).click();
    await (await chooser).setFiles([join(folder, 'walk.py'), join(folder, 'cover.png')]);
    await expectDone(2);
    await expect(row(/walk\.py|cover\.png/)).toHaveCount(expected);
  }
});

test('a folder is picked, with the paths inside it', async ({ site: { page, row, expectDone } }, testInfo) => {
  const folder = writeInputs(testInfo, { 'project/src/walk.py': python, 'project/page.html': html });
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add folder' }).click();
  await (await chooser).setFiles(join(folder, 'project'));
  await expectDone(2);
  await expect(row('walk.py')).toContainText('project/src');
});

test('text is pasted', async ({ site: { page, row, expectDone } }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((text) => navigator.clipboard.writeText(text), json);
  await page.keyboard.press('Control+V');
  await expectDone(1);
  await expect(row('Pasted text')).toContainText('JSON document');
});

test('a file is pasted; text pasted into the filter stays there', async ({ site: { page, row, expectDone } }) => {
  await page.evaluate((bytes) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([new Uint8Array(bytes)], 'cover.png'));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, Array.from(png));
  await expectDone(1);
  await expect(row('cover.png')).toContainText('PNG image');

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => navigator.clipboard.writeText('cover'));
  await page.getByRole('searchbox', { name: 'Filter' }).click();
  await page.keyboard.press('Control+V');
  await expect(page.getByRole('searchbox', { name: 'Filter' })).toHaveValue('cover');
  await expect(row('Pasted text')).toHaveCount(0);
});

test('what is added while a scan runs is queued', async ({ site: { page, grid, row, expectDone } }, testInfo) => {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`many/file-${index}.py`, `${python}# ${index}`]),
  );
  const folder = writeInputs(testInfo, { ...many, 'late.html': html });
  // The model is held back: the scan goes on for sure when the late file comes.
  const modelFile = '**/magika-kernel-weights*.bin';
  const { promise: added, resolve: goOn } = Promise.withResolvers<void>();
  await page.route(modelFile, async (route) => {
    await added;
    await route.continue();
  });
  const model = page.waitForRequest(modelFile);
  await dropPaths(page, [join(folder, 'many')]);
  await model;
  await dropPaths(page, [join(folder, 'late.html')]);
  goOn();
  await expectDone(61);
  await expect(grid).toHaveAttribute('aria-rowcount', '62');
  await page.getByRole('searchbox').fill('late');
  await expect(row('late.html')).toContainText('HTML document');
});

test('an empty and a very short file are answered without the model', async ({
  site: { page, row, expectDone },
}, testInfo) => {
  const folder = writeInputs(testInfo, {
    'nothing.pdf': '',
    'short.bin': 'hi',
    'bytes.bin': Uint8Array.of(0xff, 0xfe),
  });
  await dropPaths(
    page,
    ['nothing.pdf', 'short.bin', 'bytes.bin'].map((name) => join(folder, name)),
  );
  await expectDone(3);
  await expect(row('nothing.pdf')).toContainText('Empty file');
  await expect(row('nothing.pdf')).not.toContainText('but the name says');
  await expect(row('short.bin')).toContainText('Generic text document');
  await expect(row('bytes.bin')).toContainText('Unknown binary data');
  await row('nothing.pdf').click();
  await expect(page.getByRole('dialog')).toContainText('no bytes, so the model was not asked');
});
