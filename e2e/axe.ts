/** axe over a page as it is now. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './site.ts';

/**
 * Expects that axe finds nothing.
 *
 * @param state Of the page, for the message.
 */
export async function expectNoViolations(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${state}: ${id}: ${nodes.map(({ html: node }) => node).join(' ')}`);
  expect(found).toEqual([]);
}
