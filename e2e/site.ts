/** What the site's tests share: the built site under its production headers, and a page whose every request, error and policy violation is kept. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test as base, type Locator, type Page, type TestInfo } from '@playwright/test';
import { productionHeaders } from '../demos/headers.ts';
import { serveStatic, type StaticServer } from '../tools/lib/static-server.ts';

/** The site's build. */
export const siteFolder = join(import.meta.dirname, '..', 'demos', 'dist');

/** The site, open in a page. */
export interface OpenSite {
  page: Page;
  server: StaticServer;
  /** `METHOD URL` of every request of page and workers, in order. */
  requests: string[];
  /** Violations of the policy, console errors and uncaught errors; a test ends badly while there is one. */
  troubles: string[];
  grid: Locator;
  /** A row of the table, by a text in it. */
  row: (text: string | RegExp) => Locator;
  /** The state of a scan that is over. */
  expectDone: (fileCount: number) => Promise<void>;
}

interface Fixtures {
  site: OpenSite;
}

interface WorkerFixtures {
  server: StaticServer;
}

/** Playwright's, with the time that a busy machine needs to load a model. */
export const expect = base.expect.configure({ timeout: 20_000 });

/** Playwright's test, with the site open. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    // Playwright wants the pattern, also of a fixture that needs none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await serveStatic({ mounts: { '/': siteFolder }, headers: { ...productionHeaders } });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  site: async ({ page, server }, use) => {
    const site = await openSite(page, server);
    await use(site);
    expect(site.troubles).toEqual([]);
  },
});

/**
 * Opens the site and starts to keep a record.
 *
 * @param path Where the server has it.
 */
export async function openSite(page: Page, server: StaticServer, path = '/'): Promise<OpenSite> {
  const requests: string[] = [];
  const troubles: string[] = [];
  page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`uncaught: ${error.message}`));
  await page.exposeFunction('reportViolation', (text: string) => troubles.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const { reportViolation } = window as unknown as { reportViolation: (text: string) => void };
      reportViolation(`${violatedDirective} ${blockedURI}`);
    });
  });
  await page.goto(`${server.origin}${path}`);
  const grid = page.getByRole('grid', { name: 'Files' });
  return {
    page,
    server,
    requests,
    troubles,
    grid,
    row: (text) => grid.getByRole('row').filter({ hasText: text }),
    expectDone: (fileCount) =>
      // The one without a name is the files' own; other pages may still show theirs.
      expect(page.locator('[role=status]:not([aria-label])')).toHaveText(
        new RegExp(`^Done: ${fileCount} files? answered`),
      ),
  };
}

/**
 * Drops files and folders on the middle of the page, as a person does: a trusted event.
 *
 * @param paths Absolute.
 */
export async function dropPaths(page: Page, paths: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize() ?? { width: 800, height: 600 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', {
      type,
      x: width / 2,
      y: height / 2,
      data: { items: [], files: paths, dragOperationsMask: 1 },
    });
  }
  await session.detach();
}

/**
 * Writes files for a test.
 *
 * @param files Contents by path within a folder of the test's own.
 * @returns That folder.
 */
export function writeInputs(
  testInfo: Pick<TestInfo, 'outputPath'>,
  files: Record<string, string | Uint8Array>,
): string {
  const folder = testInfo.outputPath('inputs');
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}
