import { NearsideError } from '../errors.ts';
import { fetchAsset, verifyBytes, type FetchAssetRequest } from './fetch-asset.ts';
import type { ProgressMeter } from './load-progress.ts';
import type { Artefact, Manifest, ModelFile } from '../manifest/manifest.ts';
import { race } from '../abort/race.ts';
import type { EarlyFiles, StartRequest, WireProvider } from '../connection/start-request.ts';
import { traced } from '../trace/tracer.ts';
import { filesQuestion } from './files-question.ts';
import type { Ask } from '../wire/questions.ts';

/** Up to here a model's files are fetched as any other asset of the page: 8 MB. */
const maxAssetBytes = 8_000_000;

/** Where a model's files are. */
export interface FileSources extends Pick<StartRequest, 'modelFiles' | 'early'> {
  /** Asks the client, whose store has the large ones. */
  readonly ask: Ask;
}

/** The model's files, fetched once however many providers are tried. */
export class ModelFiles {
  readonly #manifest: Manifest;
  readonly #urls: Readonly<Record<string, string>>;
  readonly #early: EarlyFiles;
  readonly #ask: Ask;
  readonly #meter: ProgressMeter;
  readonly #here = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #missing = new Set<string>();
  /** Why a file of the model could not be had, the first time. */
  failure: unknown;

  /**
   * @param manifest The model.
   * @param from Where its files are.
   * @param meter Told of every chunk.
   */
  constructor(manifest: Manifest, { modelFiles, early, ask }: FileSources, meter: ProgressMeter) {
    this.#manifest = manifest;
    this.#urls = modelFiles;
    this.#early = early ?? {};
    this.#ask = ask;
    this.#meter = meter;
  }

  /** Bytes of this form that are still to be fetched. */
  missingBytes({ files }: Artefact): number {
    return sumBytes(files.filter(({ sha256 }) => !this.#here.has(sha256)));
  }

  /** Whether a file of this form could not be had. */
  isMissing({ files }: Artefact): boolean {
    return files.some(({ sha256 }) => this.#missing.has(sha256));
  }

  /**
   * Fetches what is not here.
   *
   * @param artefact The form of the model.
   * @param signal Its abort rejects with its reason.
   * @returns The bytes by path.
   * @throws NearsideError 'network', 'integrity', 'invalid-input' where no URL was given; of the store 'policy' and 'quota'.
   */
  async fetch(artefact: Artefact, signal: AbortSignal): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
    const { files } = artefact;
    const missing = files.filter(({ sha256 }) => !this.#here.has(sha256));
    try {
      const found = this.#isForStore(artefact) ? this.#fromStore(artefact, missing) : this.#fromAssets(missing, signal);
      for (const [sha256, bytes] of Object.entries(await race(found, signal))) this.#here.set(sha256, bytes);
    } catch (error) {
      // Not where the other half of the attempt failed and took this one along.
      if (!signal.aborted) {
        this.failure ??= error;
        for (const { sha256 } of missing) this.#missing.add(sha256);
      }
      throw error;
    }
    return Object.fromEntries(
      files.map(({ path, sha256 }) => [path, this.#here.get(sha256) as Uint8Array<ArrayBuffer>]),
    );
  }

  /** Small files of the page's own need no store: the browser's cache and their digests do. */
  #isForStore({ files }: Artefact): boolean {
    const isElsewhere =
      this.#manifest.sources !== undefined && files.some(({ path }) => !Object.hasOwn(this.#urls, path));
    return isElsewhere || sumBytes(files) > maxAssetBytes;
  }

  async #fromStore(
    artefact: Artefact,
    missing: readonly ModelFile[],
  ): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
    if (missing.length === 0) return {};
    let loadedBytes = 0;
    const blobs = await this.#ask(filesQuestion(this.#manifest, artefact), (progress) => {
      this.#meter.add((progress as number) - loadedBytes);
      loadedBytes = progress as number;
    });
    const read = async ({ path, sha256 }: ModelFile) => {
      const blob = (blobs as Record<string, Blob>)[path] as Blob;
      const buffer = await traced('store-read', { bytes: blob.size, attributes: { file: path } }, () =>
        blob.arrayBuffer(),
      );
      return [sha256, new Uint8Array(buffer)] as const;
    };
    return Object.fromEntries(await Promise.all(missing.map(read)));
  }

  async #fromAssets(
    missing: readonly ModelFile[],
    signal: AbortSignal,
  ): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
    const requests = missing.map(({ path, bytes, sha256 }) => {
      const url = this.#urls[path];
      if (url === undefined)
        throw new NearsideError('invalid-input', `no URL was given for the model file ${path}`, {
          stage: 'fetch',
          hint: "A task's package exports its providers together with the model's files: @nearside/magika/ort-wasm, for one.",
        });
      return { name: sha256, url, bytes, sha256, early: this.#early[path] };
    });
    return fetchAll(requests, signal, this.#meter);
  }
}

async function fetchAll(
  requests: readonly ({ name: string; early?: Uint8Array<ArrayBuffer> | undefined } & FetchAssetRequest)[],
  signal: AbortSignal,
  meter: ProgressMeter,
): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const onBytes = (count: number) => meter.add(count);
  return Object.fromEntries(
    await Promise.all(
      requests.map(
        async ({ name, early, ...file }) => [name, await fetchOrVerify({ ...file, signal, onBytes }, early)] as const,
      ),
    ),
  );
}

async function fetchOrVerify(
  request: FetchAssetRequest,
  early: Uint8Array<ArrayBuffer> | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  // One that is damaged is asked for again, where every way of failing is told apart.
  const isRight =
    early &&
    (await verifyBytes(early, request).then(
      () => true,
      () => false,
    ));
  if (!isRight) return fetchAsset(request);
  request.onBytes?.(early.byteLength);
  return early;
}

/** The sizes of files together, in bytes. */
export function sumBytes(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * Fetches the files of a provider's runtime.
 *
 * @param files By the name the provider knows them by.
 * @param signal Its abort rejects with its reason.
 * @param meter Told of every chunk.
 * @throws NearsideError 'network' or 'integrity'.
 */
export async function fetchRuntime(
  files: WireProvider['files'],
  signal: AbortSignal,
  meter: ProgressMeter,
): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  return fetchAll(
    Object.entries(files).map(([name, { url, bytes }]) => ({ name, url, bytes })),
    signal,
    meter,
  );
}

/**
 * Both or none: what the other one still fetches is ended when one fails.
 *
 * @param outer Ends both.
 * @param start Starts both under one signal.
 * @throws What the first one that failed threw.
 */
export async function together<A, B>(
  outer: AbortSignal,
  start: (signal: AbortSignal) => [Promise<A>, Promise<B>],
): Promise<[A, B]> {
  const failed = new AbortController();
  try {
    return await Promise.all(start(AbortSignal.any([outer, failed.signal])));
  } catch (error) {
    failed.abort(error);
    throw error;
  }
}
