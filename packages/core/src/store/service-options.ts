import type { StorageKind } from './backends/backend.ts';

/** How the store's service is set up. */
export interface StoreOptions {
  /** Where to begin; default: with the best place. */
  readonly storage?: StorageKind | undefined;
}
