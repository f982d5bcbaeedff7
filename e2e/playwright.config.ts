/** End-to-end tests; each starts the servers it needs. `npm test` runs them with the browsers that it found. */
import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions, firefoxLaunchOptions } from '../tools/lib/launch-browser.ts';

const chromium = process.env['NEARSIDE_CHROMIUM'];
const firefox = process.env['NEARSIDE_FIREFOX'];
const useChromium = {
  browserName: 'chromium',
  launchOptions: chromium ? chromiumLaunchOptions(chromium) : {},
} as const;

export default defineConfig({
  testDir: '.',
  outputDir: '../node_modules/.cache/nearside/e2e',
  workers: 1, // one browser at a time: a small machine, and figures that mean something
  forbidOnly: true,
  timeout: 60_000,
  reporter: 'line',
  projects: [
    {
      name: 'chromium',
      testMatch: '*.e2e.ts',
      testIgnore: ['**/*.firefox.e2e.ts', 'consumers/**'],
      use: useChromium,
    },
    {
      name: 'firefox',
      testMatch: '*.firefox.e2e.ts',
      use: { browserName: 'firefox', launchOptions: firefox ? firefoxLaunchOptions(firefox) : {} },
    },
    { name: 'consumers', testMatch: 'consumers/*.e2e.ts', timeout: 300_000, use: useChromium },
  ],
});
