/** How we start the browsers that findBrowser() finds; the same for tests, benchmarks and conformance runs. */
import { chromium, firefox, type Browser, type LaunchOptions } from 'playwright';
import { findBrowser } from './find-browser.ts';

const quietArgs = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

// Without the first, requestAdapter() is null in headless Chromium: the clean "no WebGPU" case.
const softwareWebGpuArgs = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** Options beside the executable. */
export interface ChromiumOptions {
  /** Gives the page a WebGPU adapter that runs on the CPU (default false). */
  softwareWebGpu?: boolean;
  /** More switches. */
  args?: string[];
}

/** Playwright's launch options for a Chromium. */
export function chromiumLaunchOptions(
  executablePath: string,
  { softwareWebGpu = false, args = [] }: ChromiumOptions = {},
): LaunchOptions {
  const isRoot = process.getuid?.() === 0;
  return {
    executablePath,
    // Chromium's sandbox does not start under root.
    args: [...quietArgs, ...(isRoot ? ['--no-sandbox'] : []), ...(softwareWebGpu ? softwareWebGpuArgs : []), ...args],
  };
}

/** Playwright's launch options for a stock Firefox, driven over WebDriver BiDi. */
export function firefoxLaunchOptions(executablePath: string): LaunchOptions {
  return { executablePath, channel: 'moz-firefox' };
}

/**
 * Starts a headless Chromium.
 *
 * @throws Error when the machine has none.
 */
export async function launchChromium(options: ChromiumOptions = {}): Promise<Browser> {
  const executablePath = await findBrowser('chromium', { install: true });
  if (!executablePath) throw new Error('no Chromium on this machine');
  return chromium.launch(chromiumLaunchOptions(executablePath, options));
}

/**
 * Starts a headless Firefox.
 *
 * @throws Error when the machine has none.
 */
export async function launchFirefox(): Promise<Browser> {
  const executablePath = await findBrowser('firefox', { install: true });
  if (!executablePath) throw new Error('no Firefox on this machine');
  return firefox.launch(firefoxLaunchOptions(executablePath));
}
