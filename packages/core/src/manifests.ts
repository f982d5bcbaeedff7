// For whoever hosts models, or loads manifests of others: apart from the root, whose modules every page has.
export { readManifest } from './manifest/read-manifest.ts';
export { describeFile, type DescribeOptions } from './store/describe-file.ts';
export type { Clock } from './store/download/clock.ts';
export type { FetchPolicy, RequestHeaders } from './store/download/fetch-policy.ts';
export { fetchManifest } from './store/fetch-manifest.ts';
