import { expect, type Page } from '@playwright/test';
import { dropFile, type Visit } from './drop-file.ts';
import type { ServedApp } from './serve-app.ts';

/** Drops the file: the right label, and nothing refused, missing, complained of or asked of a stranger. */
export async function expectAnswer(page: Page, served: ServedApp): Promise<Visit> {
  const visit = await dropFile(page, served.url);
  expect(visit.text).toMatch(/^python (?:0\.99\d|1\.000)$/);
  expect(visit.problems).toEqual([]);
  expect(served.missing()).toEqual([]);
  expect(foreign(visit, served.origins)).toEqual([]);
  // Workers tell the page nothing of what they were refused, only the server. One thing is refused on purpose: its
  // report, which leaves after all others, is the only one.
  await page.evaluate(() => fetch('http://refused.invalid/').catch(() => undefined));
  await expect.poll(served.reports).toBeGreaterThan(0);
  expect(served.reports()).toBe(1);
  return visit;
}

/** The URLs of other origins, but for those that ask nobody. */
function foreign({ urls }: Visit, origins: string[]): string[] {
  return urls.filter((url) => !/^(?:blob|data):/.test(url) && !origins.includes(new URL(url).origin));
}
