export type { Attribution } from './attribute.ts';
export type { ContentType, Identification, OverwriteReason, PredictionMode } from './decide.ts';
export { kernel } from './kernel/kernel-descriptor.ts';
export {
  Magika,
  type AttributeOptions,
  type Availability,
  type CreateOptions,
  type IdentifyOptions,
} from './magika.ts';
export type { FileEnds } from './file-ends.ts';
export { standardManifest } from './manifest.generated.ts';
export type { MapOptions, MapProgress, Settled } from './map-in-order.ts';
export type { IdentifyInput } from './read-ends.ts';
export { isNearsideError, NearsideError, type Explanation, type ErrorCode } from '@nearside/core';
