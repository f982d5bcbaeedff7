import type { Asset } from '../assets.ts';
import type { Lease } from '../lease.ts';
import type { Task } from '../task.ts';
import type { StorageKind } from './backends/backend.ts';
import type { OnConsent } from './consent.ts';
import type { StoreOptions } from './service-options.ts';
import type { StoreMethods } from './store-contract.ts';

/** Headers for a request, made by the page: a token, most often. Called for each request; redirects elsewhere never get them. */
export type Authorize = (url: string) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;

/** Told what the store repaired, gave up or tried again. `console` is one. */
export interface Logger {
  /** @param message One sentence for a developer. */
  warn(message: string): void;
}

/** What a page says of its models. All optional. */
export interface ModelStoreOptions {
  /**
   * Origins beside the page's own that models may come from: `https://models.example`. The page's `connect-src` must allow
   * them too.
   */
  readonly allowedOrigins?: readonly string[];
  /** Adds headers to the requests for models. */
  readonly authorize?: Authorize;
  /** Asked before more than 8 MB are downloaded. Without it no such download is begun. */
  readonly onConsent?: OnConsent;
  /** Where models are kept: there, or in the next place where that cannot be used. Default: `opfs`. */
  readonly storage?: StorageKind;
  /** Told what was repaired, given up or tried again. Default: nobody. */
  readonly logger?: Logger;
}

/** Takes a share in the store's worker, or in the same service in this realm; throws 'unsupported' where no worker is wished. */
export type LeaseStore = (
  task: Task<StoreMethods, StoreOptions>,
  worker: Asset,
  where: 'worker' | 'here',
  options: StoreOptions,
) => Lease<StoreMethods, StoreOptions>;
