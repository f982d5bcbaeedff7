export { resolveAsset, type Asset, type AssetBase, type SizedAsset } from './assets.ts';
export {
  probeCapabilities,
  type Capabilities,
  type ProbeOptions,
  type WebGpuCapability,
  type WebNnCapability,
} from './capabilities.ts';
export { isNearsideError, messageOf, NearsideError, type ErrorCode, type NearsideErrorOptions } from './errors.ts';
export type {
  CreateProvider,
  ExecutionProvider,
  ProviderContext,
  ProviderDescriptor,
  ProviderSession,
  Requirement,
  Tensor,
  TensorMap,
  TensorType,
} from './execution-provider.ts';
export { checkFeeds, type InputSpec } from './model/feeds.ts';
export { fetchAsset, verifyBytes, type FetchAssetRequest } from './model/fetch-asset.ts';
export { goldenDifference } from './model/golden.ts';
export type { ArgumentOf, CallOptions, ItemOf, Lease, ResultOf } from './lease.ts';
export type { LoadProgress } from './model/load-progress.ts';
export {
  artefactFor,
  type Artefact,
  type FileChunks,
  type Golden,
  type Manifest,
  type ManifestSource,
  type ModelFile,
  type ModelManifest,
  type TensorJson,
} from './manifest/manifest.ts';
export { MonitorFeed, type CreateMonitor, type DownloadProgressEvent, type MonitorCallback } from './monitor.ts';
export type { Explanation, OpenModel } from './model/open-model.ts';
export type { LocalProvider } from './model/provider-ways.ts';
export { race } from './abort/race.ts';
export type { RuntimeEvents, RuntimeListener } from './runtime-events.ts';
export type { Availability } from './availability.ts';
export type { CapabilityReport, ReportedTask, ReportSubject } from './report/capability-report.ts';
export { formatReport } from './report/format-report.ts';
export type { CodecPlatform, Platform, StoragePlatform } from './report/platform.ts';
export type { LeaseRequest } from './lease-request.ts';
export { createRuntime, defaultRuntime, type Runtime, type RuntimeOptions } from './runtime.ts';
export { pageMemory, type ChoiceMemory } from './selection/choice-memory.ts';
export type { Timing } from './selection/choices.ts';
export { selectProvider } from './selection/select-provider.ts';
export type { Candidate, Exclusion, Refusal, Selection, SelectionHints, SelectionWish } from './selection/selection.ts';
export type { StorageKind } from './store/backends/backend.ts';
export type { CommitRecord, StoredFile } from './store/commit-record.ts';
export type { ConsentRequest, OnConsent } from './store/consent.ts';
export type { RefusedStorage } from './store/open-shelves.ts';
export type { Verification } from './store/read-stored.ts';
export type { StoredModel } from './store/stored-model.ts';
export type {
  HeldModel,
  ImportOptions,
  ModelStore,
  ObtainOptions,
  StoreEstimate,
  StoreEvent,
  StoreExplanation,
} from './store/model-store.ts';
export type { Authorize, Logger, ModelStoreOptions } from './store/store-options.ts';
export { defineTask, type CallContext, type MethodSpec, type Service, type StartContext, type Task } from './task.ts';
export type { HeartbeatSpec } from './supervisor/heartbeat.ts';
export type { ProviderChange } from './supervisor/failover.ts';
export { toChromeTrace, type ChromeTrace, type ChromeTraceEvent } from './trace/chrome-trace.ts';
export type { Span, SpanDetails } from './trace/span.ts';
export { startSpan, traced, type OpenSpan } from './trace/tracer.ts';
