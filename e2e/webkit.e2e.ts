/** The main path in WebKitGTK, over W3C WebDriver: a browser without OPFS, WebGPU and threads. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { driverReady, newSession } from '../bench/lib/webdriver.ts';
import { findWebKit, type WebKit } from '../tools/lib/find-browser.ts';
import { html, python } from './inputs.ts';
import { expect, test } from './site.ts';

interface Outcome {
  status: string;
  table: string;
  details: string;
  violations: string[];
}

test('dropped files are named and say why', async ({ server }) => {
  const webkit = findWebKit();
  test.skip(!webkit, 'no WebKitGTK on this machine: apt-get install webkit2gtk-driver xvfb');
  const display = webkit && (await startDisplay());
  test.skip(!display, 'no X server for WebKitGTK on this machine: apt-get install xvfb');
  if (!webkit || !display) return;
  test.setTimeout(120_000);

  const { status, table, details, violations } = await runInWebKit(webkit, display, `${server.origin}/`);
  expect(status).toMatch(/^Done: 2 files answered/);
  expect(table).toContain('Python source');
  expect(table).toContain('HTML document');
  expect(table).toContain('but the name says .pdf');
  expect(details).toContain('The model says python');
  expect(details).toContain('69 6d 70 6f 72 74');
  expect(violations).toEqual([]);
});

async function runInWebKit(webkit: WebKit, display: Display, url: string): Promise<Outcome> {
  const port = await freePort();
  // WebKit's sandbox and its compositing do not start in a container.
  const quirks = {
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
  };
  const env = { ...process.env, ...quirks, DISPLAY: display.name };
  const driver = spawn(webkit.driver, [`--port=${port}`], { env, stdio: 'ignore' });
  try {
    const origin = `http://127.0.0.1:${port}`;
    await driverReady(origin);
    const options = { binary: webkit.browser, args: ['--automation'] };
    const session = await newSession(origin, { 'webkitgtk:browserOptions': options });
    try {
      await session.command('POST', 'timeouts', { script: 90_000 });
      await session.command('POST', 'url', { url });
      const args = [
        [
          ['walk.pdf', python],
          ['page.html', html],
        ],
      ];
      return await session.command<Outcome>('POST', 'execute/async', { script: dropAndLook, args });
    } finally {
      await session.end();
    }
  } finally {
    driver.kill();
    display.server.kill();
  }
}

/** In the page: drops files by an event of its own, waits for the end, opens the first row and waits for its bytes. */
const dropAndLook = `
  const [files, done] = arguments;
  const violations = [];
  document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
  const dataTransfer = new DataTransfer();
  for (const [name, content] of files) dataTransfer.items.add(new File([content], name));
  for (const type of ['dragenter', 'dragover', 'drop']) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }
  const textOf = (selector) => document.querySelector(selector)?.innerText ?? '';
  const tell = () => {
    watching.disconnect();
    done({ status: textOf('[role=status]'), table: textOf('main'), details: textOf('dialog'), violations });
  };
  // No animation frames: a browser under a bare X server may give none.
  const look = () => {
    if (!textOf('[role=status]').startsWith('Done')) return;
    const dialog = document.querySelector('dialog');
    if (!dialog?.open) document.querySelector('[aria-rowindex="2"]')?.click();
    else if (dialog.querySelector('.dump')) tell();
  };
  const watching = new MutationObserver(look);
  watching.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  setTimeout(tell, 60_000); // with what there is by then: that says more than a time-out
`;

interface Display {
  name: string;
  server: ChildProcess;
}

async function startDisplay(): Promise<Display | undefined> {
  // It chooses a free display itself and writes its number to the fourth stream.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const missing = once(server, 'error').then(() => undefined);
  const number = once(server.stdio[3] as Readable, 'data').then(([chunk]) => String(chunk).trim());
  const name = await Promise.race([number, missing]);
  return name === undefined ? undefined : { name: `:${name}`, server };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
