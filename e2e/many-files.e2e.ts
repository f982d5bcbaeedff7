/** 20,000 files: the page stays at ease. */
import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { html, json, png, python } from './inputs.ts';
import { dropPaths, expect, test, writeInputs } from './site.ts';

const count = 20_000;

/** Every other one is too short for the model, so that the run is half a minute and not a whole one. */
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
      return [`many/part-${index % 40}/${index}.${extension}`, make(index)];
    }),
  );
}

/** The number of rows once it has not changed for 30 frames; a run that goes on adds some in each. */
function settledRowCount(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const read = () => Number(document.querySelector('[aria-rowcount]')?.getAttribute('aria-rowcount')) - 1;
    let rows = read();
    for (let still = 0; still < 30; still += 1) {
      await new Promise(requestAnimationFrame);
      if (read() === rows) continue;
      rows = read();
      still = 0;
    }
    return rows;
  });
}

test.setTimeout(240_000);

test('a run of 20,000 is paused, goes on and is cancelled, by keyboard, and what was answered stays', async ({
  site: { page, grid },
}, testInfo) => {
  const told = await watchAnnouncements(page);
  const folder = writeInputs(testInfo, manyFiles());
  await dropPaths(page, [join(folder, 'many')]);
  await expect(page.locator('.status')).toContainText(/of 20,000 files.*a second, .* left/, { timeout: 60_000 });

  const button = page.getByRole('button', { name: /^(Pause|Resume)$/ });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(button).toHaveText('Resume');
  await expect(button).toBeFocused();
  await expect(page.locator('.status')).toContainText('Paused');
  // The few that were under way still come; then the count stands, over many frames.
  const paused = await settledRowCount(page);
  // The table can be used meanwhile.
  await page.getByRole('searchbox').fill('7.txt');
  await expect(page.locator('.shown-count')).toHaveText(/^[\d,]+ of [\d,]+ files$/);
  await page.getByRole('searchbox').fill('');

  await button.focus();
  await page.keyboard.press('Enter');
  await expect(button).toHaveText('Pause');
  await expect.poll(() => rowCount(page)).toBeGreaterThan(paused);
  await page.keyboard.press('Enter');
  await expect(button).toHaveText('Resume');

  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  const outcome = page.getByText(/^Cancelled after [\d,]+ of 20,000 files\./);
  await expect(outcome).toBeVisible();
  await expect(page.locator('main')).toBeFocused();
  const answered = Number(/[\d,]+/.exec((await outcome.textContent()) ?? '')?.[0].replace(',', ''));
  expect(answered).toBeLessThan(count);
  await expect(grid).toHaveAttribute('aria-rowcount', String(answered + 1));
  expect((await told()).map((text) => text.replaceAll(/[\d,]+/g, 'N'))).toEqual([
    'Looking at the files.',
    'Paused: N files of N identified.',
    'Going on.',
    'Paused: N files of N identified.',
    expect.stringMatching(/^Cancelled: N files answered/),
  ]);

  await dropPaths(page, [join(folder, 'many/part-1/1.txt')]);
  await expect(page.getByRole('status')).toHaveText(/^Done: 1 file answered/);
  await expect(grid).toHaveAttribute('aria-rowcount', String(answered + 2));
});

test('a run of 20,000 ends, and the page can be used meanwhile', async ({ site: { page, grid, row } }, testInfo) => {
  await watchLongTasks(page);
  const folder = writeInputs(testInfo, manyFiles());
  const startedMs = performance.now();
  await dropPaths(page, [join(folder, 'many')]);
  await expect.poll(() => rowCount(page), { timeout: 60_000 }).toBeGreaterThan(1000);

  // In the middle of it: filter, sort, look at a row, scroll.
  await page.getByRole('searchbox').fill('part-3/');
  await expect(page.locator('.shown-count')).toHaveText(/^[\d,]+ of [\d,]+ files$/);
  await page.getByRole('searchbox').fill('');
  await grid.getByRole('button', { name: 'Name' }).click();
  await row('0.py').first().click();
  await expect(page.getByRole('dialog')).toContainText('Python source');
  await page.keyboard.press('Escape');
  await grid.evaluate((element) => element.scrollTo({ top: element.scrollHeight, behavior: 'instant' }));
  await expect(page.getByRole('progressbar')).toBeVisible();

  await expect(page.getByRole('status')).toHaveText(/^Done: 20,000 files answered/, { timeout: 200_000 });
  const seconds = (performance.now() - startedMs) / 1000;
  await note(page, testInfo, `the scan, ${Math.round(count / seconds)} files a second`);
  await expect(grid).toHaveAttribute('aria-rowcount', String(count + 1));
  expect(await grid.getByRole('row').count()).toBeLessThan(60);
  await grid.focus();
  await page.keyboard.press('End');
  await expect(page.locator(`[aria-rowindex="${count + 1}"]`)).toBeInViewport();
  await expect(page.locator(`[aria-rowindex="${count + 1}"] .name`)).toHaveText(`${count - 1}.bin`);

  // All of them sorted by another column, narrowed letter by letter, decided in another mode, and written out.
  await grid.getByRole('button', { name: 'Name' }).click();
  await page.keyboard.press('Home');
  await expect(grid).toHaveAttribute('aria-busy', 'false');
  await expect(page.locator('[aria-rowindex="2"] .name')).toHaveText(`${count - 1}.bin`);
  await note(page, testInfo, 'sorting');
  await page.getByRole('searchbox').pressSequentially('part-31/ python');
  await expect(page.locator('.shown-count')).toHaveText(/^[\d,]+ of 20,000 files$/);
  await page.getByRole('radio', { name: 'Best guess' }).check({ force: true });
  await page.getByRole('searchbox').fill('');
  await note(page, testInfo, 'filtering and another mode');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export JSON' }).click();
  await download;
  await note(page, testInfo, 'an export');
});

async function rowCount(page: Page): Promise<number> {
  const rows = await page.getByRole('grid', { name: 'Files' }).getAttribute('aria-rowcount', { timeout: 20_000 });
  return Number(rows) - 1;
}

async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const longest = { ms: 0 };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      longest.ms = Math.max(longest.ms, ...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
}

/** Attaches the longest task since the last note: told, not asserted, since a busy machine stretches every task. */
async function note(page: Page, testInfo: TestInfo, during: string): Promise<void> {
  const ms = await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100)); // entries come a moment later
    const { longest } = window as unknown as { longest: { ms: number } };
    const { ms: longestMs } = longest;
    longest.ms = 0;
    return longestMs;
  });
  const description = ms === 0 ? 'below 50 ms' : `${Math.round(ms)} ms`;
  testInfo.annotations.push({ type: `longest main-thread task during ${during}`, description });
}

/** What a screen reader is told, from now on. */
async function watchAnnouncements(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    const status = document.querySelector('[role=status]');
    new MutationObserver(() => told.push(status?.textContent ?? '')).observe(status as Node, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  // Not the word on progress, which comes where a machine takes its time.
  return async () =>
    (await page.evaluate(() => (window as unknown as { told: string[] }).told)).filter(
      (text) => !/^[\d,]+ files? of/.test(text),
    );
}
