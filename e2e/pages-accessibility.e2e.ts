/** axe finds nothing on the pages of the models and of the browser, in any state or scheme; a narrow page has room for all. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectNoViolations } from './axe.ts';
import { noise, openModels } from './models-page.ts';
import { expect, test, writeInputs } from './site.ts';

const name = 'a-model-with-a-long-name-that-has-no-place-to-break-Q4_K_M.gguf';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test('axe finds nothing', async ({ site: { page, troubles } }, testInfo) => {
      const models = await openModels(page);
      await expect(page.getByText('Nothing else is kept')).toBeVisible();
      await expectNoViolations(page, 'no model');
      await models.importFiles(join(writeInputs(testInfo, { [name]: noise(50_000) }), name));
      await models.expectModels([name]);
      await expect(page.getByText('Taken as you brought it')).toBeVisible();
      await expectNoViolations(page, 'a model with its details');
      await models.importFiles(join(writeInputs(testInfo, { 'empty.gguf': '' }), 'empty.gguf'));
      await expect(page.getByRole('alert')).toBeVisible();
      await expectNoViolations(page, 'a failure');
      await models.button('Delete', name).click();
      await expectNoViolations(page, 'a question');
      await page.keyboard.press('Escape');
      await page.setViewportSize({ width: 360, height: 640 });
      await expectNoViolations(page, 'narrow models');
      await expectNoOverflow(page);
      // The rows are still rows where CSS draws them as cards.
      await expect(models.row(name).getByRole('cell')).toHaveCount(5);

      await page.getByRole('link', { name: 'This browser' }).click();
      await expect(page.getByRole('heading', { name: 'What is here' })).toBeVisible();
      await page.getByText('Read it first').click();
      await page.getByRole('button', { name: 'Start recording' }).click();
      await expectNoViolations(page, 'narrow report');
      await expectNoOverflow(page);
      await page.setViewportSize({ width: 1280, height: 800 });
      await expectNoViolations(page, 'report');
      troubles.splice(0, Infinity, ...troubles.filter((trouble) => trouble !== 'console: No available adapters.'));
    });
  });
}

async function expectNoOverflow(page: Page): Promise<void> {
  const overflows = await page.evaluate(() =>
    [document.documentElement, document.querySelector('main')].map((element) =>
      element ? element.scrollWidth - element.clientWidth : 0,
    ),
  );
  expect(overflows).toEqual([0, 0]);
}
