/** 2,000 files: the page stays at ease. */
import { join } from 'node:path';
import { html, json, png, python } from './inputs.ts';
import { dropPaths, expect, test, writeInputs } from './site.ts';

const count = 2000;

/** Every other one is too short for the model, so that the run is a minute and not two. */
function manyFiles(): Record<string, string | Uint8Array> {
  const kinds: (readonly [string, (index: number) => string | Uint8Array])[] = [
    ['py', (index) => `${python}# ${index}`],
    ['txt', (index) => `${index}`],
    ['html', (index) => `${html}<!-- ${index} -->`],
    ['txt', () => ''],
    ['json', (index) => json.replace('3', String(index))],
    ['log', (index) => `${index}\n`],
    ['png', () => png],
    ['bin', (index) => Uint8Array.of(0xff, index & 0xff)],
  ];
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const [extension, make] = kinds[index % kinds.length] as (typeof kinds)[number];
      return [`many/part-${index % 10}/${index}.${extension}`, make(index)];
    }),
  );
}

test('a run of 2,000 is cancelled, and what was answered stays', async ({ site: { page, grid } }, testInfo) => {
  const folder = writeInputs(testInfo, manyFiles());
  await dropPaths(page, [join(folder, 'many')]);
  await expect(page.getByText('of 2,000 files', { exact: false })).toBeVisible();
  await expect
    .poll(async () => Number(await grid.getAttribute('aria-rowcount')), { timeout: 60_000 })
    .toBeGreaterThan(20);
  await page.getByRole('button', { name: 'Cancel' }).click();
  const note = page.getByText(/^Cancelled after [\d,]+ of 2,000 files\./);
  await expect(note).toBeVisible();
  const answered = Number(/[\d,]+/.exec((await note.textContent()) ?? '')?.[0].replace(',', ''));
  expect(answered).toBeLessThan(count);
  await expect(grid).toHaveAttribute('aria-rowcount', String(answered + 1));

  await dropPaths(page, [join(folder, 'many/part-1/1.txt')]);
  await expect(page.getByRole('status')).toHaveText(/^Done: 1 file answered/);
  await expect(grid).toHaveAttribute('aria-rowcount', String(answered + 2));
});

test('a run of 2,000 ends, and the page can be used meanwhile', async ({ site: { page, grid, row } }, testInfo) => {
  test.setTimeout(400_000);
  await page.evaluate(() => {
    const longest = { ms: 0 };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      longest.ms = Math.max(longest.ms, ...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
  const folder = writeInputs(testInfo, manyFiles());
  await dropPaths(page, [join(folder, 'many')]);
  await expect
    .poll(async () => Number(await grid.getAttribute('aria-rowcount')), { timeout: 60_000 })
    .toBeGreaterThan(100);

  // In the middle of it: filter, sort, look at a row, scroll.
  await page.getByRole('searchbox').fill('part-3');
  await expect(page.locator('.shown-count')).toHaveText(/^[\d,]+ of [\d,]+ files$/);
  await page.getByRole('searchbox').fill('');
  await grid.getByRole('button', { name: 'Name' }).click();
  await row('0.py').first().click();
  await expect(page.getByRole('dialog')).toContainText('Python source');
  await page.keyboard.press('Escape');
  await grid.evaluate((element) => element.scrollTo({ top: element.scrollHeight, behavior: 'instant' }));
  await expect(page.getByRole('progressbar')).toBeVisible();

  await expect(page.getByRole('status')).toHaveText(/^Done: 2,000 files answered/, { timeout: 360_000 });
  await expect(grid).toHaveAttribute('aria-rowcount', String(count + 1));
  expect(await grid.getByRole('row').count()).toBeLessThan(60);
  await grid.focus();
  await page.keyboard.press('End');
  await expect(page.locator(`[aria-rowindex="${count + 1}"]`)).toBeInViewport();
  const longest = await page.evaluate(() => (window as unknown as { longest: { ms: number } }).longest.ms);
  testInfo.annotations.push({ type: 'longest main-thread task', description: `${Math.round(longest)} ms` });
});
