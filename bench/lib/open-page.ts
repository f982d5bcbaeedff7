/** Opens a page in a real headless browser, whichever way that browser is driven. */
import { launchChromium, launchFirefox } from '../../tools/lib/launch-browser.ts';
import type { Browser } from 'playwright';
import type { OpenPage } from './page.ts';
import { openWebKit } from './webkit.ts';

/** The browsers that a page can be opened in. */
export type BrowserHost = 'chromium' | 'firefox' | 'webkit';

/**
 * Starts a browser and opens a page in it.
 *
 * @param options `softwareWebGpu`: an adapter on the CPU, in Chromium only (default false).
 * @throws Error when the machine has no such browser.
 */
export async function openPage(
  host: BrowserHost,
  url: string,
  { softwareWebGpu = false }: { softwareWebGpu?: boolean } = {},
): Promise<OpenPage> {
  switch (host) {
    case 'chromium':
      return openWithPlaywright('Chromium', await launchChromium({ softwareWebGpu }), url);
    case 'firefox':
      return openWithPlaywright('Firefox', await launchFirefox(), url);
    case 'webkit':
      return openWebKit(url);
    default:
      throw new Error(`no browser ${host satisfies never}`);
  }
}

async function openWithPlaywright(name: string, browser: Browser, url: string): Promise<OpenPage> {
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(`nearside: in the page: ${error.message}`));
    await page.goto(url);
    return {
      browser: `${name} ${browser.version()}`,
      call: (method, argument = null) =>
        page.evaluate(([one, value]) => (globalThis as unknown as PageGlobal).bench[one]?.(value) as Promise<never>, [
          method,
          argument,
        ] as const),
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

interface PageGlobal {
  bench: Record<string, (argument: unknown) => Promise<unknown>>;
}
