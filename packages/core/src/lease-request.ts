import { resolveAsset, type Asset, type AssetBase } from './assets.ts';
import type { StartRequest, WireProvider } from './connection/start-request.ts';
import { trustedTypesPolicy } from './connection/start-worker.ts';
import type { ProviderDescriptor } from './execution-provider.ts';
import type { SelectionWish } from './selection/selection.ts';

/** What a task's client asks of the runtime. */
export interface LeaseRequest<O> {
  /** The task's self-contained worker script. */
  readonly worker: Asset;
  /** Providers to try, best first. */
  readonly providers: readonly ProviderDescriptor[];
  /** The model's files by the path that its manifest gives them, beyond those the providers bring. */
  readonly modelFiles?: Readonly<Record<string, Asset>>;
  /**
   * Paths of small model files that are fetched while the first worker starts: those of the provider that is sure to be
   * chosen, since what another one needs would be fetched in vain.
   */
  readonly early?: readonly string[];
  /** Exceptions the caller allows. */
  readonly wish?: SelectionWish;
  /** Workers at most; a further one starts only when calls pile up. Default 1. In-process there is one. */
  readonly workers?: number;
  /** The task's own options, plain JSON: leases of equal options share a worker. */
  readonly options: O;
}

/**
 * What is sent to the worker: every URL is made here, in the client.
 *
 * @param request The client's.
 * @param assetBase Where assets are served from, if not beside the bundle.
 * @throws NearsideError 'policy' or 'invalid-input' when an asset's URL cannot be used.
 */
export function resolveRequest<O>(
  { providers, modelFiles, wish, options }: LeaseRequest<O>,
  assetBase: AssetBase | undefined,
): StartRequest {
  return {
    providers: providers.map(({ name, version, requires, module, files }): WireProvider => ({
      name,
      version,
      requires,
      moduleUrl: module && resolveAsset(module, assetBase),
      files: mapValues(files, (file) => ({ url: resolveAsset(file, assetBase), bytes: file.bytes })),
    })),
    modelFiles: mapValues(
      Object.assign({}, modelFiles, ...providers.map((provider) => provider.modelFiles)) as Record<string, Asset>,
      (file) => resolveAsset(file, assetBase),
    ),
    wish: wish ?? {},
    trustedTypesPolicy,
    options,
  };
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
