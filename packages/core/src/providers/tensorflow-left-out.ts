// Stands in for parts of TensorFlow.js that our builds do without (tsdown.config.ts): its platforms, which register stores in
// localStorage and IndexedDB or need Node's modules (tensorflow-platform.ts is set in their place), and its WASM with
// threads, which are made from `blob:` where a strict policy forbids it.

/** The source of a thread: none. */
export const wasmWorkerContents = '';

// oxlint-disable-next-line import/no-default-export -- imported under that name as well
export default {};
