/** What a row of the matrix is, and what it is given. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright';
import type { ChromiumOptions } from '../../../tools/lib/launch-browser.ts';
import type { FaultServer, FaultServerOptions } from '../../../tools/lib/fault-server.ts';
import type { PageSite, SiteOptions } from './serve.ts';

/** One id of the matrix. */
export interface FaultRow {
  /** As in the matrix: `X1`. */
  readonly id: string;
  /** What goes wrong. */
  readonly title: string;
  /** By what means it is made to go wrong, in plain words. */
  readonly injected: string;
  /** Whether `npm test` runs it without `--full`: the main ones that need no minute. */
  readonly inEveryTest: boolean;
  /** Injects, checks, and proves by a healthy call that nothing is left behind. Rejects where a promise is broken. */
  readonly run: (fault: FaultContext) => Promise<void>;
}

/** An id that cannot be run yet, and why. */
export interface WaitingRow {
  readonly id: string;
  readonly title: string;
  readonly why: string;
}

/** A page with the built packages, under the site's production headers. */
export interface FaultPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly site: PageSite;
  /** Violations of the policy, uncaught errors and error lines of the console, in page and workers. */
  readonly problems: string[];
  /** `METHOD URL` of every request, of workers too. */
  readonly requests: string[];
  /** Origins that they may go to. */
  readonly allowed: readonly string[];
}

/** How a page is opened. */
export interface OpenOptions extends SiteOptions {
  /** How its browser is started; browsers that are started alike are shared by the rows. */
  readonly browser?: ChromiumOptions;
  /** A browser of the row's own, which it may spoil. */
  readonly ownBrowser?: boolean;
  /** Its requests to other origins are the row's own doing (default false). */
  readonly expectsForeign?: boolean;
  /** Origins that its requests may go to, though its policy does not name them. */
  readonly contacts?: readonly string[];
  /** Another tab of the same profile: same site, same storage. */
  readonly beside?: FaultPage;
  /** A script that runs in the page before any other. */
  readonly init?: string;
  /** In this one, which the row made. */
  readonly in?: BrowserContext;
  /** Of a new profile. */
  readonly profile?: BrowserContextOptions;
}

/** What a row works with. Everything it opens is closed after it. */
export interface FaultContext {
  /** Writes down what was seen. */
  saw(text: string): void;
  /**
   * Writes a deadline down with its measured value.
   *
   * @throws Error where it was missed: at once in `npm run faults`, at three times in `npm test`.
   */
  deadline(what: string, ms: number, limitMs: number): void;
  /** Writes down a part of the row that cannot be injected on this machine. */
  partNotRun(part: string, why: string): void;
  /** Starts a browser of the row's own. */
  launch(options?: ChromiumOptions): Promise<Browser>;
  /** Opens a page and waits for its script. */
  open(options?: OpenOptions): Promise<FaultPage>;
  /** The requests of every page of every row so far, and those that went to an origin that the page does not allow. */
  allRequests(): { readonly pages: number; readonly count: number; readonly foreign: readonly string[] };
  /** Starts a server of models that fails on demand, for pages of other origins too. */
  serveModels(options: FaultServerOptions): Promise<FaultServer>;
  /** Runs after the row, last first. */
  afterwards(cleanUp: () => unknown): void;
}
