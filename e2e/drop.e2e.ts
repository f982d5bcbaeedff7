import { join } from 'node:path';
import { html, png, python, wasm } from './inputs.ts';
import { dropPaths, expect, test, writeInputs } from './site.ts';

test('a dropped file is named by the real model', async ({ site }, testInfo) => {
  const folder = writeInputs(testInfo, { 'walk.py': python });
  await dropPaths(site.page, [join(folder, 'walk.py')]);
  await site.expectDone(1);
  await expect(site.row('walk.py')).toContainText('Python source');
  await expect(site.row('walk.py')).toContainText('text/x-python');
});

test('dropped files and a nested folder get a row each, with their folder', async ({ site }, testInfo) => {
  const folder = writeInputs(testInfo, {
    'page.html': html,
    'album/cover.png': png,
    'album/2024/notes/walk.py': python,
    'album/2024/invoice.pdf': wasm,
  });
  await dropPaths(site.page, [join(folder, 'page.html'), join(folder, 'album')]);
  await site.expectDone(4);
  await expect(site.row('page.html')).toContainText('HTML document');
  await expect(site.row('cover.png')).toContainText('PNG image');
  await expect(site.row('walk.py')).toContainText('album/2024/notes');
  await expect(site.row('invoice.pdf')).toContainText('Web Assembly');
  await expect(site.row('invoice.pdf')).toContainText('but the name says .pdf');
});
