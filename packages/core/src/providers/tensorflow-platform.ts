import type { env } from '@tensorflow/tfjs-core';

/** What TensorFlow.js asks of the place that it runs in. */
type Platform = NonNullable<ReturnType<typeof env>['platform']>;

/**
 * The platform of our builds, the same in a page, a worker and Node. It fetches nothing: a model must never cause a
 * request, and what a provider needs was handed to it.
 */
export const offlinePlatform: Platform = {
  fetch: (path) => Promise.reject(new Error(`no model and no runtime may fetch anything: ${path}`)),
  now: () => performance.now(),
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes, encoding) => new TextDecoder(encoding).decode(bytes),
  isTypedArray: (value): value is Float32Array | Int32Array | Uint8Array | Uint8ClampedArray =>
    value instanceof Float32Array ||
    value instanceof Int32Array ||
    value instanceof Uint8Array ||
    value instanceof Uint8ClampedArray,
};
