// The least that a page can do with comlink.
import { expose } from 'comlink';

expose({
  /** @param {Uint8Array} bytes */
  measure: async (bytes) => bytes.byteLength,
});
