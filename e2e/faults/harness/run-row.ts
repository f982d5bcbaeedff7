/** Runs one row: opens what it asks for, closes it again, and keeps what it saw. */
import type { Browser } from 'playwright';
import { serveFaults } from '../../../tools/lib/fault-server.ts';
import { launchChromium, type ChromiumOptions } from '../../../tools/lib/launch-browser.ts';
import { bundleScripts } from './bundle.ts';
import type { FaultContext, FaultPage, FaultRow, OpenOptions } from './row.ts';
import { serveSite } from './serve.ts';

/** A deadline as it was kept. */
export interface Deadline {
  readonly what: string;
  readonly ms: number;
  readonly limitMs: number;
}

/** What came of a row. */
export interface RowOutcome {
  readonly id: string;
  readonly title: string;
  readonly injected: string;
  readonly status: 'passed' | 'failed';
  /** What was seen, in order. */
  readonly saw: readonly string[];
  readonly deadlines: readonly Deadline[];
  /** Parts that cannot be injected on this machine. */
  readonly notRun: readonly { readonly part: string; readonly why: string }[];
  readonly error?: Error;
  readonly seconds: number;
}

/** Browsers that rows share, by how they were started. */
export class SharedBrowsers {
  readonly #browsers = new Map<string, Promise<Browser>>();

  /** The one that was started like that. */
  async get(options: ChromiumOptions): Promise<Browser> {
    const key = JSON.stringify(options);
    const there = await this.#browsers.get(key);
    if (there?.isConnected()) return there;
    const browser = launchChromium(options);
    this.#browsers.set(key, browser);
    return browser;
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    for (const browser of this.#browsers.values()) await (await browser).close();
    this.#browsers.clear();
  }
}

/** The requests of all pages that were opened, with what each page allows. */
export class RequestLog {
  readonly #pages: { readonly requests: readonly string[]; readonly allowed: readonly string[] }[] = [];

  /** @param requests Of a page; they may still grow. */
  watch(requests: readonly string[], allowed: readonly string[]): void {
    this.#pages.push({ requests, allowed });
  }

  /** What was seen so far. */
  summary(): { pages: number; count: number; foreign: string[] } {
    const foreign = this.#pages.flatMap(({ requests, allowed }) =>
      requests.filter((request) => {
        const url = request.slice(request.indexOf(' ') + 1);
        return /^https?:/.test(url) && !allowed.includes(new URL(url).origin);
      }),
    );
    return {
      pages: this.#pages.length,
      count: this.#pages.reduce((sum, page) => sum + page.requests.length, 0),
      foreign,
    };
  }
}

/** How rows are run. */
export interface RunOptions {
  readonly browsers: SharedBrowsers;
  readonly log: RequestLog;
  /** How many times a deadline may be taken: 1 where it is the promise, 3 on a machine that does other things too. */
  readonly patience: number;
  /** A row that is not over by then has failed. */
  readonly limitMs: number;
}

/** Runs a row; never rejects. */
export async function runRow(row: FaultRow, { browsers, log, patience, limitMs }: RunOptions): Promise<RowOutcome> {
  const startMs = performance.now();
  const saw: string[] = [];
  const deadlines: Deadline[] = [];
  const notRun: { part: string; why: string }[] = [];
  const cleanUps: (() => unknown)[] = [];
  const context: FaultContext = {
    saw: (text) => void saw.push(text),
    deadline(what, ms, limit) {
      deadlines.push({ what, ms, limitMs: limit });
      if (!(ms <= limit * patience)) throw new Error(`${what} took ${Math.round(ms)} ms, ${limit} are promised`);
    },
    partNotRun: (part, why) => void notRun.push({ part, why }),
    async launch(options = {}) {
      const browser = await launchChromium(options);
      cleanUps.push(() => browser.close());
      return browser;
    },
    async open(options = {}) {
      return openPage(options, { browsers, log, launch: context.launch, afterwards: context.afterwards });
    },
    allRequests: () => log.summary(),
    async serveModels(options) {
      const server = await serveFaults({ cors: {}, ...options });
      cleanUps.push(() => server.close());
      return server;
    },
    afterwards: (cleanUp) => void cleanUps.push(cleanUp),
  };
  const before = log.summary().foreign.length;
  let failure = await settle(row.run(context), limitMs);
  const foreign = log.summary().foreign.slice(before);
  if (foreign.length > 0) failure ??= new Error(`requests to other origins: ${foreign.join(', ')}`);
  // What hangs in closing, a crashed browser say, must not hold the others up.
  for (const cleanUp of cleanUps.toReversed()) await settle(Promise.resolve().then(cleanUp), 10_000);
  return {
    id: row.id,
    title: row.title,
    injected: row.injected,
    status: failure ? 'failed' : 'passed',
    saw,
    deadlines,
    notRun,
    ...(failure && { error: failure }),
    seconds: (performance.now() - startMs) / 1000,
  };
}

async function settle(work: Promise<unknown>, limitMs: number): Promise<Error | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error(`not over after ${limitMs / 1000} s`)), limitMs);
  });
  const failed = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));
  try {
    return await Promise.race([work.then(() => undefined, failed), late]);
  } finally {
    clearTimeout(timer);
  }
}

interface Means {
  readonly browsers: SharedBrowsers;
  readonly log: RequestLog;
  readonly launch: FaultContext['launch'];
  readonly afterwards: FaultContext['afterwards'];
}

async function openPage(options: OpenOptions, { browsers, log, launch, afterwards }: Means): Promise<FaultPage> {
  const { beside } = options;
  await bundleScripts();
  const site = beside?.site ?? (await serveSite(options));
  if (!beside) afterwards(() => site.close());
  let context = options.in ?? beside?.context;
  if (!context) {
    const browser = options.ownBrowser ? await launch(options.browser) : await browsers.get(options.browser ?? {});
    const made = await browser.newContext(options.profile);
    afterwards(() => made.close());
    context = made;
  }
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
  const allowed = beside?.allowed ?? [site.origin, ...(options.connect ?? []), ...(options.contacts ?? [])];
  if (!options.expectsForeign) log.watch(requests, allowed);
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  if (options.init !== undefined) await page.addInitScript(options.init);
  await page.goto(site.url);
  await page.waitForFunction(() => 'faults' in globalThis);
  return { page, context, site, problems, requests, allowed };
}
