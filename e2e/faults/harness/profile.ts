/** A browser with a profile on disk: all others of the matrix are off the record, as Playwright's contexts are. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright';
import { findBrowser } from '../../../tools/lib/find-browser.ts';
import { chromiumLaunchOptions } from '../../../tools/lib/launch-browser.ts';
import type { FaultContext } from './row.ts';

/** Starts one of the row's own. */
export async function launchProfile(fault: FaultContext): Promise<BrowserContext> {
  const folder = mkdtempSync(join(tmpdir(), 'nearside-profile-'));
  fault.afterwards(() => rmSync(folder, { recursive: true, force: true }));
  const executable = (await findBrowser('chromium', { install: true })) ?? '';
  const context = await chromium.launchPersistentContext(folder, chromiumLaunchOptions(executable));
  fault.afterwards(() => context.close());
  return context;
}
