/** What can be done with the answers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ambiguous, html, png, python, wasm } from './inputs.ts';
import { type OpenSite, dropPaths, expect, test, writeInputs } from './site.ts';

const inputs = {
  'album/cover.png': png,
  'album/invoice.pdf': wasm,
  'album/page.html': html,
  'album/walk.py': python,
  'album/unsure': ambiguous,
  'album/=cmd, "quoted".py': python,
};
const fileCount = Object.keys(inputs).length;

test.beforeEach(async ({ site }, testInfo) => {
  await dropPaths(site.page, [join(writeInputs(testInfo, inputs), 'album')]);
  await site.expectDone(fileCount);
});

test('a mode decides again, without the model', async ({ site: { page, row } }) => {
  await expect(row('unsure')).toContainText('Generic text document');
  await expect(row('unsure')).toContainText('leans to');
  await page.evaluate(() => {
    const counter = window as unknown as { posted: number };
    counter.posted = 0;
    for (const { prototype } of [Worker, MessagePort]) {
      const { postMessage } = prototype;
      prototype.postMessage = function (this: Worker & MessagePort, ...args: unknown[]) {
        counter.posted += 1;
        return Reflect.apply(postMessage, this, args);
      };
    }
  });
  await page.getByRole('radio', { name: 'Best guess' }).check({ force: true });
  await expect(row('unsure')).not.toContainText('Generic text document');
  await expect(row('unsure')).not.toContainText('leans to');
  await page.getByRole('radio', { name: 'High confidence' }).check({ force: true });
  await expect(row('unsure')).toContainText('Generic text document');
  expect(await page.evaluate(() => (window as unknown as { posted: number }).posted)).toBe(0);
});

test('a row says why: labels, threshold, bytes, provider', async ({ site: { page, row } }) => {
  await row('walk.py').click();
  const details = page.getByRole('dialog', { name: 'walk.py' });
  await expect(details).toContainText('The model says python with a score of');
  await expect(details.getByRole('list', { name: 'best five labels' }).getByRole('listitem')).toHaveCount(5);
  await expect(details).toContainText('1 white-space byte after them left out');
  await expect(details.getByRole('group', { name: 'Beginning' })).toContainText('69 6d 70 6f 72 74');
  await expect(details).toContainText('kernel 1, part of the worker');
  await expect(details).toContainText('ort-webgpu: not wished for');
  await expect(details).toContainText('allowed is 0.005');

  await row('invoice.pdf').click();
  const warned = page.getByRole('dialog', { name: 'invoice.pdf' });
  await expect(warned).toContainText('The name ends in .pdf (PDF document), but the content is: Web Assembly.');
  await expect(warned.getByRole('group', { name: 'Beginning' })).toContainText('00 61 73 6d');
  await warned.getByRole('button', { name: 'Close details' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a row says which bytes mattered, on demand', async ({ site: { page, row } }) => {
  await row('page.html').click();
  const details = page.getByRole('dialog', { name: 'page.html' });
  const button = details.getByRole('button', { name: 'Which bytes mattered' });
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await expect(details.locator('.dump .heat')).toHaveCount(0);
  const before = await details.locator('.dump').allInnerTexts();

  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  const words = details.locator('.heat-words');
  await expect(words).toContainText(/Bytes [\d,]+–[\d,]+ (carry most of the answer|matter most)/);
  await expect(words.getByRole('listitem').first()).toContainText(
    /at the (beginning|end) \([\da-f]{8}\): [\d.]+ (falls to [\d.]+|stays, but the doubt .* grows [\d,.]+ times)$/,
  );
  await expect(details.locator('.dump .heat-4')).not.toHaveCount(0);
  expect(await details.locator('.dump').allInnerTexts()).toEqual(before);

  await button.click();
  await expect(details.locator('.dump .heat')).toHaveCount(0);
  await expect(words).toBeEmpty();

  // Another row starts without.
  await button.click();
  await row('walk.py').click();
  await expect(page.getByRole('dialog', { name: 'walk.py' }).locator('.heat-words')).toBeEmpty();
});

test('rows are filtered by text, group and mismatch', async ({ site: { page, grid, row } }) => {
  const rows = grid.getByRole('row');
  const filter = page.getByRole('searchbox', { name: 'Filter' });
  await filter.fill('python');
  await expect(rows).toHaveCount(3);
  await filter.fill('nothing like it');
  await expect(grid).toContainText('No file matches the filter.');
  await filter.fill('');
  const image = page.getByRole('button', { name: 'image 1' });
  await image.click();
  await expect(image).toHaveAttribute('aria-pressed', 'true');
  await expect(rows).toHaveCount(2);
  await expect(page.getByText(`1 of ${fileCount} files`)).toBeVisible();
  await image.click();
  await page.getByRole('button', { name: 'Name disagrees 1' }).click();
  await expect(rows).toHaveCount(2);
  await expect(row('invoice.pdf')).toBeVisible();
});

test('every column sorts, both ways and back', async ({ site: { page, grid } }) => {
  const order = (): Promise<string[]> => namesInOrder(page);
  const original = await order();
  for (const title of ['Name', 'What it is', 'MIME type', 'Group', 'Score']) {
    const head = grid.getByRole('columnheader', { name: title });
    await head.getByRole('button').click();
    const first = await head.getAttribute('aria-sort');
    const sorted = await order();
    await head.getByRole('button').click();
    expect(new Set([first, await head.getAttribute('aria-sort')])).toEqual(new Set(['ascending', 'descending']));
    expect(sorted.toSorted()).toEqual(original.toSorted());
    await head.getByRole('button').click();
    await expect(head).toHaveAttribute('aria-sort', 'none');
    expect(await order()).toEqual(original);
  }
  await grid.getByRole('button', { name: 'Name' }).click();
  expect(await order()).toEqual(original.toSorted(new Intl.Collator(undefined, { numeric: true }).compare));
});

test('exports hold what is shown, and parse again', async ({ site }) => {
  const saved = JSON.parse(await exported(site, 'Export JSON')) as { mode: string; files: Record<string, unknown>[] };
  expect(saved.mode).toBe('high_confidence');
  expect(saved.files).toHaveLength(fileCount);
  expect(saved.files.find(({ path }) => path === 'album/invoice.pdf')).toMatchObject({
    bytes: wasm.length,
    label: 'wasm',
    mimeType: 'application/wasm',
    warning: expect.stringContaining('.pdf'),
  });

  const [head, ...lines] = parseCsv(await exported(site, 'Export CSV'));
  expect(lines).toHaveLength(fileCount);
  const records = lines.map((cells) => Object.fromEntries(cells.map((cell, index) => [head?.[index], cell])));
  expect(records.map(({ path }) => path).toSorted()).toEqual(saved.files.map(({ path }) => path).toSorted());
  expect(records.find(({ path }) => path === 'album/=cmd, "quoted".py')).toMatchObject({ label: 'python' });
  expect(records.find(({ path }) => path === 'album/invoice.pdf')).toMatchObject({
    bytes: String(wasm.length),
    label: 'wasm',
  });

  await site.page.getByRole('button', { name: 'image 1' }).click();
  const part = JSON.parse(await exported(site, 'Export JSON')) as { files: object[] };
  expect(part.files).toHaveLength(1);
});

test('clear brings the empty page back', async ({ site: { page, grid } }) => {
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(grid).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Drop files or folders' })).toBeVisible();
});

async function namesInOrder(page: Page): Promise<string[]> {
  const rows = await page.locator('.grid-body [role=row]').evaluateAll((elements) =>
    elements.map((row) => ({
      at: Number(row.getAttribute('aria-rowindex')),
      name: row.querySelector('.name')?.textContent ?? '',
    })),
  );
  return rows.toSorted((a, b) => a.at - b.at).map(({ name }) => name);
}

async function exported({ page }: OpenSite, button: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return readFileSync(await (await download).path(), 'utf8');
}

/** By RFC 4180, strictly: quoted cells may hold anything, others neither quote nor line break; CR LF ends every line. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (!match) throw new Error(`no cell at ${at}: ${text.slice(at, at + 40)}`);
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') {
      lines.push(cells);
      cells = [];
    }
  }
  return lines;
}
