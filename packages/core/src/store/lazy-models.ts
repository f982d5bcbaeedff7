import type { ModelStore } from './model-store.ts';

/**
 * A store whose code is imported when it is first used: a page whose models are small never has it.
 *
 * @param open Imports and opens it.
 */
export function lazyModels(open: () => Promise<ModelStore>): ModelStore {
  let opened: Promise<ModelStore> | undefined;
  const store = () =>
    (opened ??= open().catch((error: unknown) => {
      // The next call tries again: a chunk that could not be fetched must not break the store for good.
      opened = undefined;
      throw error;
    }));
  return {
    availability: async (...args) => (await store()).availability(...args),
    obtain: async (...args) => (await store()).obtain(...args),
    open: async (...args) => (await store()).open(...args),
    import: async (...args) => (await store()).import(...args),
    export: async (...args) => (await store()).export(...args),
    list: async () => (await store()).list(),
    delete: async (...args) => (await store()).delete(...args),
    verify: async (...args) => (await store()).verify(...args),
    persist: async () => (await store()).persist(),
    estimate: async () => (await store()).estimate(),
    explain: async () => (await store()).explain(),
    watch: async (...args) => (await store()).watch(...args),
  };
}
