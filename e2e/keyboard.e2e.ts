/** Everything by keyboard alone. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { dropPaths, expect, test, writeInputs } from './site.ts';

const count = 40;

test.beforeEach(async ({ site }, testInfo) => {
  const files = Object.fromEntries(Array.from({ length: count }, (_, index) => [`many/${index + 1}.txt`, `${index}`]));
  await dropPaths(site.page, [join(writeInputs(testInfo, files), 'many')]);
  await site.expectDone(count);
});

test('the table has a cursor: arrows, pages, ends; Enter opens, Escape closes', async ({ site: { page, grid } }) => {
  await page.getByRole('button', { name: 'Name' }).focus();
  await page.keyboard.press('Enter');
  await grid.focus();
  const press = async (key: string): Promise<string> => {
    await page.keyboard.press(key);
    return nameUnderCursor(page);
  };
  expect(await nameUnderCursor(page)).toBe('1.txt');
  expect(await press('ArrowDown')).toBe('2.txt');
  expect(await press('ArrowUp')).toBe('1.txt');
  expect(await press('ArrowUp')).toBe('1.txt');
  expect(await press('End')).toBe(`${count}.txt`);
  expect(await press('ArrowDown')).toBe(`${count}.txt`);
  const pageUp = Number.parseInt(await press('PageUp'), 10);
  expect(pageUp).toBeLessThan(count - 2);
  expect(await press('PageDown')).toBe(`${count}.txt`);
  expect(await press('Home')).toBe('1.txt');

  await page.keyboard.press('ArrowRight');
  await expect(grid).toHaveAttribute('aria-activedescendant', /cell-0$/);
  await page.keyboard.press('ArrowLeft');
  await expect(grid).not.toHaveAttribute('aria-activedescendant', /cell/);

  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '1.txt' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(grid).toBeFocused();
  expect(await press('ArrowDown')).toBe('2.txt');
});

test('the row under the cursor is drawn, wherever the table is scrolled to', async ({ site: { page, grid } }) => {
  await grid.focus();
  await grid.evaluate((element) => element.scrollTo({ top: element.scrollHeight, behavior: 'instant' }));
  await expect(page.locator(`[aria-rowindex="${count + 1}"]`)).toBeVisible();
  expect(await nameUnderCursor(page)).not.toBe('');
});

test('Tab reaches everything, in the order of the page', async ({ site: { page } }) => {
  const reached: string[] = [];
  await page.locator('body').press('Tab');
  for (let step = 0; step < 60; step += 1) {
    const name = await focusedName(page);
    if (reached.includes(name)) break;
    reached.push(name);
    await page.keyboard.press('Tab');
  }
  const inOrder = [
    'Skip to the files',
    'Add files',
    'Add folder',
    'Filter',
    'High',
    'Export JSON',
    'Export CSV',
    'Clear',
    'text',
    'Files',
    'Name',
    'Score',
    'How to check',
    'Run on',
  ];
  const places = inOrder.map((name) => reached.findIndex((one) => one.startsWith(name)));
  expect(places, reached.join(' | ')).toEqual(places.toSorted((a, b) => a - b));
  expect(places, reached.join(' | ')).not.toContain(-1);
});

test('the skip link leads to the files, and the sheet of a narrow page keeps the focus', async ({
  site: { page, grid },
}) => {
  await page.locator('body').press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();

  await page.setViewportSize({ width: 360, height: 640 });
  await grid.focus();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await expect(sheet).toBeVisible();
  for (let step = 0; step < 8; step += 1) {
    await page.keyboard.press('Tab');
    await expect(page.locator('main :focus:not(dialog, dialog *)')).toHaveCount(0);
  }
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(grid).toBeFocused();
});

test('nothing is wider than a narrow page', async ({ site: { page } }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});

async function nameUnderCursor(page: Page): Promise<string> {
  return page.evaluate(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant') ?? '';
    return document.querySelector(`#${id} .name`)?.textContent ?? '';
  });
}

async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLElement> };
    return element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText ?? '';
  });
}
