/** What the tests of this folder share: the page of the guide, built as a user builds it, under the strict policy. */
import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { build } from 'vite';
import { productionHeaders } from '../../demos/headers.ts';
import { serveStatic, type StaticServer } from '../../tools/lib/static-server.ts';

/** Where the page is built. */
export const builtFolder = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'nearside', 'own-task');

interface PageFixtures {
  own: Page;
  requests: string[];
}

interface WorkerFixtures {
  server: StaticServer;
}

/** Playwright's, with the page open. */
export const test = base.extend<PageFixtures, WorkerFixtures>({
  server: [
    // Playwright wants the pattern, also of a fixture that needs none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await build({
        configFile: join(import.meta.dirname, 'vite.config.ts'),
        logLevel: 'warn',
        build: { outDir: builtFolder },
      });
      const server = await serveStatic({ mounts: { '/': builtFolder }, headers: { ...productionHeaders } });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  requests: async ({ page }, use) => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await use(requests);
  },
  own: async ({ page, server, requests }, use) => {
    await page.goto(server.origin);
    await use(page);
    // P3: page and workers spoke to nobody else.
    expect(requests.filter((url) => !url.startsWith(server.origin) && !url.startsWith('data:'))).toEqual([]);
  },
});
