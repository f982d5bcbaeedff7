// Stands in for `dist/global_util.js` of @tensorflow/tfjs-core when a provider is built (tsdown.config.ts): that one keeps
// its engine, kernels and flags on `window`, where a page's own TensorFlow.js, or a second provider, would find and change
// them; and it reads flags from the page's address (`?tfjsflags=…`).
// What it asks of the real one: `atob`, for the texts in a graph.
const privateScope: Record<string, unknown> = { atob: (text: string) => atob(text) };
const singletons = new Map<string, unknown>();

/** Where TensorFlow.js keeps what is one per realm: here, one per provider module. */
export function getGlobalNamespace(): Record<string, unknown> {
  return privateScope;
}

/**
 * One of a kind, made when it is first asked for.
 *
 * @param key Its name.
 * @param init Makes it.
 */
export function getGlobal<T>(key: string, init: () => T): T {
  if (!singletons.has(key)) singletons.set(key, init());
  return singletons.get(key) as T;
}
