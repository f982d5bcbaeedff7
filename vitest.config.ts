/** Unit tests: `node` beside the sources, `browser` in Chromium. `npm test` runs both, with their set-up. */
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { faultCommands } from './tools/lib/fault-commands.ts';
import { chromiumLaunchOptions } from './tools/lib/launch-browser.ts';

const chromium = process.env['NEARSIDE_CHROMIUM'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          // Some start a process with the real model, and the machine may be busy.
          testTimeout: 60_000,
          include: ['{packages/*/src,packages/*/kernel,tools,models,bench,demos/src,e2e/{faults,guides}}/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', '**/node_modules/**', '**/dist/**'],
          // Workspace links are inlined by default, and then `new URL('./x', import.meta.url)` has no file to point to.
          server: { deps: { external: [/packages\/[^/]+\/dist\//] } },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['packages/*/src/**/*.browser.test.ts'],
          testTimeout: 30_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: faultCommands,
            provider: playwright(chromium ? { launchOptions: chromiumLaunchOptions(chromium) } : {}),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
