/** axe finds nothing, in any state or scheme. */
import { join } from 'node:path';
import { expectNoViolations } from './axe.ts';
import { ambiguous, html, python, wasm } from './inputs.ts';
import { dropPaths, expect, test, writeInputs } from './site.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test('axe finds nothing', async ({ site: { page, row, expectDone } }, testInfo) => {
      await expectNoViolations(page, 'empty');
      const folder = writeInputs(testInfo, {
        'a/invoice.pdf': wasm,
        'a/walk.py': python,
        'a/page.html': html,
        'a/unsure': ambiguous,
      });
      await dropPaths(page, [join(folder, 'a')]);
      await expectDone(4);
      await expectNoViolations(page, 'with rows');
      await page.getByRole('button', { name: 'code 2' }).click();
      await page.getByRole('button', { name: 'Name disagrees' }).click();
      await expectNoViolations(page, 'nothing matches the filter');
      await page.getByRole('button', { name: 'code 2' }).click();
      await row('invoice.pdf').click();
      await expect(page.getByRole('dialog').getByRole('group', { name: 'End' })).toBeVisible();
      await expectNoViolations(page, 'details open');
      await page.getByRole('button', { name: 'Which bytes mattered' }).click();
      await expect(page.locator('.heat-legend')).toBeVisible();
      await expectNoViolations(page, 'bytes that mattered');
      await page.setViewportSize({ width: 360, height: 640 });
      await expectNoViolations(page, 'details over a narrow page');
      await page.keyboard.press('Escape');
      await expectNoViolations(page, 'a narrow page');
    });
  });
}
