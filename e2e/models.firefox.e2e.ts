/** The models' main path in a stock Firefox: its files come by a drop of the page's own making. */
import type { Page } from '@playwright/test';
import { modelDigest, modelBytes, openModels } from './models-page.ts';
import { expect, test } from './site.ts';

const name = 'tiny-model.gguf';

test('a file is imported, listed after a reload, checked and deleted; the report is there', async ({
  site: { page, server, requests },
}) => {
  const models = await openModels(page);
  await dropNoise(page, modelBytes.length);
  await expect(models.told).toHaveText(`${name} is here: 20.0 MB. Its digest is among its details.`);
  await expect(page.getByText(`SHA-256 ${modelDigest}`)).toBeVisible();
  await page.reload();
  await models.expectModels([name]);
  await models.button('Check', name).click();
  await expect(models.told).toContainText('is whole');
  await models.button('Delete', name).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await models.expectModels([]);

  await page.getByRole('link', { name: 'This browser' }).click();
  await expect(page.locator('.task')).toContainText(/Runs on\s*kernel 1/);
  expect(requests.every((request) => request.startsWith(`GET ${server.origin}/`))).toBe(true);
});

/** Made in the page: twenty megabytes are too much for the protocol. The same as `noise` makes. */
function dropNoise(page: Page, length: number): Promise<void> {
  return page.evaluate(
    ([count, fileName]) => {
      const bytes = new Uint8Array(count);
      let state = 2463534242;
      for (let at = 0; at < count; at += 1) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        bytes[at] = state;
      }
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], fileName));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    },
    [length, name] as const,
  );
}
