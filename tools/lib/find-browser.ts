/**
 * Finds a browser for the tests, and brings one where there is none. Playwright's own download is not available
 * everywhere, and a machine often has a browser already, so every way is tried in turn and the first that starts wins.
 */
import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, firefox } from 'playwright';
import { runProgram, runTool } from './run-program.ts';

/** The browsers that Playwright drives for us. */
export type BrowserName = 'chromium' | 'firefox';

interface BrowserKind {
  /** Names it a path of the user's choice. */
  variable: string;
  /** Executables on the PATH. */
  commands: string[];
  /** Usual places on macOS and Windows. */
  places: string[];
  /** Where Playwright keeps its own. */
  playwrightPath: () => string;
  /** Debian's and Ubuntu's package. */
  aptPackage: string;
}

const programFolders = [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']];
const onWindows = (path: string): string[] => programFolders.flatMap((folder) => (folder ? [join(folder, path)] : []));

const kinds: Record<BrowserName, BrowserKind> = {
  chromium: {
    variable: 'NEARSIDE_CHROMIUM',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
    places: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      ...onWindows('Google/Chrome/Application/chrome.exe'),
      ...onWindows('Microsoft/Edge/Application/msedge.exe'),
    ],
    playwrightPath: () => chromium.executablePath(),
    aptPackage: 'chromium',
  },
  firefox: {
    variable: 'NEARSIDE_FIREFOX',
    commands: ['firefox-esr', 'firefox'],
    places: ['/Applications/Firefox.app/Contents/MacOS/firefox', ...onWindows('Mozilla Firefox/firefox.exe')],
    playwrightPath: () => firefox.executablePath(),
    aptPackage: 'firefox-esr',
  },
};

/**
 * Finds a browser that starts, without and with bringing one. What it found is left in NEARSIDE_CHROMIUM or
 * NEARSIDE_FIREFOX, so child processes do not search again.
 *
 * @param options `install`: bring one where the machine has none (default false).
 * @returns The executable's path, or undefined, after saying on stderr what was tried.
 */
export async function findBrowser(
  name: BrowserName,
  { install = false }: { install?: boolean } = {},
): Promise<string | undefined> {
  const kind = kinds[name];
  const chosen = process.env[kind.variable];
  if (chosen) return chosen;
  const found = (await firstThatStarts(candidates(kind))) ?? (install ? await bring(name) : undefined);
  if (found) process.env[kind.variable] = found;
  else {
    console.error(
      `nearside: no ${name} that starts on this machine${install ? ', and none could be brought' : ''}: ` +
        `install one, or name its executable in ${kind.variable}`,
    );
  }
  return found;
}

function candidates(kind: BrowserKind): string[] {
  return [...kind.commands.flatMap((command) => onPath(command) ?? []), ...kind.places, kind.playwrightPath()];
}

function onPath(command: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path));
}

/** A downloaded browser may lack system libraries, and Ubuntu's `chromium` may be a stub that only names a snap. */
async function firstThatStarts(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    if (!existsSync(path)) continue;
    if (process.platform === 'win32') return path; // there `--version` opens a window
    if ((await runProgram(path, ['--version'], { output: 'keep', timeoutS: 30 })).code === 0) return path;
  }
  return undefined;
}

async function bring(name: BrowserName): Promise<string | undefined> {
  const kind = kinds[name];
  console.error(`nearside: bringing ${name} with Playwright`);
  const download = await runTool('playwright', ['install', name], { output: 'keep', timeoutS: 300 });
  if (download.code !== 0) console.error(`nearside: Playwright could not: ${firstError(download.output)}`);
  const downloaded = await firstThatStarts([kind.playwrightPath()]);
  if (downloaded) return downloaded;

  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !onPath('apt-get')) return undefined;
  console.error(`nearside: bringing ${name} with apt-get`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', kind.aptPackage]]) {
    const { code, output } = await runProgram('apt-get', args, { output: 'keep', env, timeoutS: 900 });
    if (code !== 0) console.error(`nearside: apt-get ${args[0]} failed: ${firstError(output)}`);
  }
  return firstThatStarts(candidates(kind));
}

function firstError(output: string): string {
  const lines = output.trim().split('\n');
  return lines.find((line) => /error|^E:|failed/i.test(line)) ?? lines.at(-1) ?? '';
}

/** WebKitGTK's driver and browser, which speak W3C WebDriver; Playwright cannot drive them. */
export interface WebKit {
  /** Path of WebKitWebDriver. */
  driver: string;
  /** Path of MiniBrowser. */
  browser: string;
}

/** Finds WebKitGTK; it is never brought. */
export function findWebKit(): WebKit | undefined {
  const driver = onPath('WebKitWebDriver');
  const browser = onPath('MiniBrowser') ?? globSync('/usr/lib{,exec}/{,*/}webkit2gtk-4*/MiniBrowser').toSorted().at(-1);
  // The driver starts no display of its own.
  return driver && browser && onPath('Xvfb') ? { driver, browser } : undefined;
}
