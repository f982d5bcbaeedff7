/** Starts WebKitGTK's MiniBrowser under a display of its own, over W3C WebDriver: Playwright cannot drive it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { findWebKit } from './find-browser.ts';
import { driverReady, newSession, type WebDriverSession } from './webdriver.ts';

// WebKit's sandbox and its compositing do not start in a container.
const environment = {
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  WEBKIT_DISABLE_COMPOSITING_MODE: '1',
  LIBGL_ALWAYS_SOFTWARE: '1',
};

/** A page in WebKitGTK. */
export interface WebKitPage extends WebDriverSession {
  /** Ends session, browser, driver and display. */
  close: () => Promise<void>;
}

/**
 * Opens a page.
 *
 * @param scriptTimeoutMs How long one script of the session may run.
 * @throws Error when the machine has no WebKitGTK, or no X server for it.
 */
export async function launchWebKit(url: string, scriptTimeoutMs: number): Promise<WebKitPage> {
  const webkit = findWebKit();
  if (!webkit) throw new Error('no WebKitGTK on this machine: apt-get install webkit2gtk-driver xvfb');
  const children: ChildProcess[] = [];
  let session: WebDriverSession | undefined;
  const close = async (): Promise<void> => {
    await session?.end().catch(() => undefined);
    for (const child of children.toReversed()) await end(child);
  };
  try {
    const { child: xServer, display } = await startDisplay();
    children.push(xServer);
    const port = await freePort();
    children.push(
      spawn(webkit.driver, [`--port=${port}`], {
        env: { ...process.env, ...environment, DISPLAY: display },
        stdio: 'ignore',
      }),
    );
    const origin = `http://127.0.0.1:${port}`;
    await driverReady(origin);
    const options = { binary: webkit.browser, args: ['--automation'] };
    session = await newSession(origin, { 'webkitgtk:browserOptions': options });
    await session.command('POST', 'timeouts', { script: scriptTimeoutMs });
    await session.command('POST', 'url', { url });
    return { ...session, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startDisplay(): Promise<{ child: ChildProcess; display: string }> {
  // It chooses a free display itself and writes its number to the fourth stream.
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = once(child.stdio[3] as Readable, 'data').then(([chunk]) => String(chunk).trim());
  const failure = once(child, 'error').then(([error]) => {
    throw new Error('no Xvfb on this machine: apt-get install xvfb', { cause: error });
  });
  return { child, display: `:${await Promise.race([number, failure])}` };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill();
  await once(child, 'exit');
}
