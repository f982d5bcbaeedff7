/** What the tests of the models' page share. */
import { createHash } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expect } from './site.ts';

/** A model file of 20 MB: five pieces of the store, the last one cut. */
export const modelBytes: Uint8Array<ArrayBuffer> = noise(20_000_003);

/** Of {@link modelBytes}. */
export const modelDigest: string = createHash('sha256').update(modelBytes).digest('hex');

/** Bytes that are the same in every run and nowhere repeat in a period of the store's. */
export function noise(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = 2463534242;
  for (let at = 0; at < length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state;
  }
  return bytes;
}

/** The page of the models, as a user has it. */
export interface ModelsPage {
  /** The row of a model, by its name. */
  row: (name: string) => Locator;
  /** A button of a model's row. */
  button: (action: string, name: string) => Locator;
  /** What screen readers are told. */
  told: Locator;
  /** Picks files with the button. */
  importFiles: (paths: string | string[]) => Promise<void>;
  /** What the store has, asked of the store itself by the ids that the table shows. */
  expectModels: (names: string[]) => Promise<void>;
}

/** Goes to the page of the models by the header. */
export async function openModels(page: Page): Promise<ModelsPage> {
  await page.getByRole('link', { name: 'Models' }).click();
  await expect(page.getByRole('heading', { name: 'Room in this browser' })).toBeVisible();
  return modelsPage(page);
}

/** The page of the models that is open already. */
export function modelsPage(page: Page): ModelsPage {
  const table = page.getByRole('table', { name: 'On this page' });
  return {
    row: (name) => table.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) }),
    button: (action, name) => table.getByRole('button', { name: `${action} ${name}`, exact: true }),
    told: page.getByRole('status', { name: 'Models' }),
    async importFiles(paths) {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Import from disk' }).click();
      await (await chooser).setFiles(paths);
    },
    expectModels: (names) =>
      expect(table.getByRole('rowheader').locator('.name')).toHaveText(['magika/standard_v3_3', ...names]),
  };
}
