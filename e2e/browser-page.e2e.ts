/** The page of the browser: what it has, what would run, as text for a bug report; and a recording of what did run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChromeTrace } from '@nearside/core';
import { python } from './inputs.ts';
import { dropPaths, expect, test, writeInputs } from './site.ts';

/** Chromium says so in the console when a page asks for WebGPU where there is none. */
const noAdapter = 'console: No available adapters.';

test.beforeEach(async ({ site: { page } }) => {
  await page.getByRole('link', { name: 'This browser' }).click();
  await expect(page.getByRole('heading', { name: 'What is here' })).toBeVisible();
});

test.afterEach(({ site: { troubles } }) => {
  const others = troubles.filter((trouble) => trouble !== noAdapter);
  troubles.splice(0, Infinity, ...others);
});

test('says what would run and why nothing else, and what the browser has', async ({ site: { page, requests } }) => {
  const task = page.locator('.task');
  await expect(task).toContainText('magika/standard_v3_3');
  await expect(task).toContainText(/Runs on\s*kernel 1/);
  await expect(task).toContainText(/Not on\s*ort-webgpu: \S/);
  const computing = page.getByRole('table', { name: 'Computing' });
  await expect(computing.getByRole('row', { name: 'WebAssembly SIMD' })).toContainText('yes');
  await expect(computing.getByRole('row', { name: 'WebAssembly threads' })).toContainText('no');
  await expect(page.getByRole('table', { name: 'Keeping models' }).getByRole('row', { name: 'Room' })).toContainText(
    /used of [\d.]+ [GT]B/,
  );
  // The wish changes the order.
  await page.getByRole('combobox', { name: 'Run on' }).selectOption('WebGPU first');
  await expect(task).toContainText(/Runs on\s*(kernel|ort-webgpu)/);
  // Nothing is loaded to find out.
  expect(requests.filter((request) => /wasm|onnx|weights|worker/.test(request))).toEqual([]);
});

test('is copied, read and saved as the same text', async ({ site: { page } }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy as text' }).click();
  await expect(page.getByRole('status', { name: 'Report' })).toHaveText('Copied.');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^Nearside capability report, \d{4}-/);
  expect(copied).toContain(await page.evaluate(() => navigator.userAgent));
  expect(copied).toMatch(/What is this file\? \(magika\/standard_v3_3\): kernel 1\n {2}not ort-webgpu \(\w+\): \S/);

  await page.getByText('Read it first').click();
  await expect(page.getByLabel('Report as text')).toHaveText(copied.trim());
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toBe(copied);
});

test('where the page may not copy, the text is shown to be selected', async ({ site: { page } }) => {
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await page.getByRole('button', { name: 'Copy as text' }).click();
  await expect(page.getByRole('status', { name: 'Report' })).toContainText('select the text below');
  await expect(page.getByLabel('Report as text')).toBeVisible();
});

test('records what a model does on another page, and saves it as a Chrome trace', async ({
  site: { page, expectDone },
}, testInfo) => {
  await page.getByRole('button', { name: 'Start recording' }).click();
  await page.getByRole('link', { name: 'What is this file?' }).click();
  await expect(page.getByRole('link', { name: 'This browser (recording)' })).toBeVisible();
  await dropPaths(page, [join(writeInputs(testInfo, { 'secret-name.py': python }), 'secret-name.py')]);
  await expectDone(1);
  await page.getByRole('link', { name: 'This browser' }).click();
  await expect(page.getByText(/^\d+ steps$/)).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Stop and save' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('nearside-trace.json');
  const json = readFileSync(await saved.path(), 'utf8');
  const { traceEvents } = JSON.parse(json) as ChromeTrace;
  const begun = traceEvents.filter(({ ph }) => ph === 'b').map(({ name }) => name);
  expect(begun).toEqual(expect.arrayContaining(['worker-start', 'select', 'golden', 'call']));
  expect(traceEvents.filter(({ ph }) => ph === 'e')).toHaveLength(begun.length);
  expect(json).not.toContain('secret');
  await expect(page.getByRole('status', { name: 'Recording' })).toHaveText(`Saved: ${begun.length} steps.`);
  await expect(page.getByRole('link', { name: 'This browser' })).toHaveAccessibleName('This browser');

  // Nothing happened since: there is nothing to save.
  await page.getByRole('button', { name: 'Start recording' }).click();
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await expect(page.getByRole('status', { name: 'Recording' })).toContainText('Nothing was recorded');
});

test('by keyboard: the pages, the buttons, the text', async ({ site: { page } }) => {
  const wanted = ['This browser', 'Copy as text', 'Save as a file', 'Read it first', 'Start recording', 'How to check'];
  const reached: string[] = [];
  await page.locator('body').press('Tab');
  await page.getByRole('link', { name: 'This browser' }).focus();
  for (let step = 0; step < 12 && reached.at(-1) !== wanted.at(-1); step += 1) {
    reached.push(await page.evaluate(() => (document.activeElement as HTMLElement).innerText.trim()));
    await page.keyboard.press('Tab');
  }
  expect(reached.filter((name) => wanted.includes(name))).toEqual(wanted);
});
