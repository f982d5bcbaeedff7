/**
 * A Chromium that is spoken to by the DevTools protocol alone. Playwright keeps every page in focus and out of the
 * back-forward cache; what happens to a page that is left or frozen is seen only without it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumLaunchOptions } from '../../tools/lib/launch-browser.ts';

/** A page of it. */
export interface RawPage {
  /** Sends a command of the protocol and gives its result. */
  send: (method: string, params?: object) => Promise<Record<string, unknown>>;
  /** What an expression gives, awaited and by value. */
  evaluate: <T>(expression: string) => Promise<T>;
  /** Evaluates until it is true: a page that is on its way has no context to ask. */
  until: (expression: string) => Promise<void>;
  /** Events of the protocol so far, of one method. */
  events: (method: string) => Record<string, unknown>[];
}

/** A browser with one page. */
export interface RawChromium {
  page: RawPage;
  close: () => Promise<void>;
}

interface Message {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/**
 * Starts a headless Chromium with a profile of its own.
 *
 * @param executablePath Of the browser.
 */
export async function launchRawChromium(executablePath: string): Promise<RawChromium> {
  const profile = mkdtempSync(join(tmpdir(), 'nearside-chromium-'));
  const { args = [] } = chromiumLaunchOptions(executablePath);
  const browser = spawn(
    executablePath,
    ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, ...args, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const gone = new Promise<void>((resolve) => browser.once('exit', () => resolve()));
  const { host } = new URL(await debuggerAddress(browser));
  const targets = (await (await fetch(`http://${host}/json/list`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const page = await connect(targets.find(({ type }) => type === 'page')!.webSocketDebuggerUrl);
  return {
    page,
    async close() {
      browser.kill();
      await gone;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function debuggerAddress(browser: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    browser.stderr?.on('data', (chunk: Buffer) => {
      said += String(chunk);
      const [address] = said.match(/ws:\/\/\S+/) ?? [];
      if (address) resolve(address);
    });
    browser.once('exit', () => reject(new Error(`Chromium ended: ${said}`)));
  });
}

async function connect(address: string): Promise<RawPage> {
  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const waiting = new Map<number, (message: Message) => void>();
  const heard: Message[] = [];
  let count = 0;
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id === undefined) heard.push(message);
    else waiting.get(message.id)?.(message);
  });
  const send: RawPage['send'] = async (method, params = {}) => {
    const id = ++count;
    const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  };
  const evaluate = async <T>(expression: string): Promise<T> => {
    const { result, exceptionDetails } = (await send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })) as { result: { value: T }; exceptionDetails?: { exception?: { description?: string } } };
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? 'the page threw');
    return result.value;
  };
  await send('Page.enable');
  return {
    send,
    evaluate,
    async until(expression) {
      while (!(await evaluate<boolean>(expression).catch(() => false)));
    },
    events: (method) => heard.filter((message) => message.method === method).map(({ params }) => params ?? {}),
  };
}
