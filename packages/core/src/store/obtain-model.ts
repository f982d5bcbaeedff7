import { sumBytes } from '../model/model-files.ts';
import type { ModelFile } from '../manifest/manifest.ts';
import { sha256Of } from '../sha256.ts';
import { NearsideError } from '../errors.ts';
import { traced } from '../trace/tracer.ts';
import { chunksOf } from './chunks.ts';
import { keyOf, recordSchema } from './commit-record.ts';
import type { DownloadRequest, FetchPolicy, Source } from './download/download-file.ts';
import { makeRoom, type StorageEstimate } from './make-room.ts';
import { takeTurn } from './one-download.ts';
import { readFiles, readStored, type WantedModel } from './read-stored.ts';
import { fileNameOf, writing, type Shelf } from './shelf.ts';
import type { StoreChannel } from './store-channel.ts';
import { shapeOf } from './verify-stored.ts';

/** A model that is to be had, with where to get it. */
export interface ObtainRequest extends WantedModel {
  /** By path: absolute URLs, best first. */
  readonly sources: Readonly<Record<string, readonly Source[]>>;
  readonly policy: FetchPolicy;
}

/** What obtaining is done with. */
export interface ObtainTools {
  readonly download: (request: DownloadRequest) => Promise<void>;
  readonly channel: StoreChannel;
  readonly estimate: () => Promise<StorageEstimate | undefined>;
  readonly signal: AbortSignal;
  /** Told how many bytes of the model are there, also while another tab gets them. It may fall when a chunk was damaged. */
  readonly onProgress: (loadedBytes: number) => void;
  /** See `takeTurn`. */
  readonly patienceTicks?: number;
  /** Told of what was repaired, given up or retried. */
  readonly warn: (message: string) => void;
}

/**
 * A model's files: those that are stored, or fetched chunk by chunk, each verified before it is written, and committed when
 * the last one is.
 *
 * @param shelf Where it is kept.
 * @param request What, and from where.
 * @param tools Download, channel, signal, progress.
 * @returns The files by path, by reference.
 * @throws NearsideError 'network', 'integrity', 'policy' of the download; 'quota', 'unsupported' of the place; 'busy' when a
 *   frozen tab has the files; the signal's reason on abort.
 */
export async function obtainModel(
  shelf: Shelf,
  request: ObtainRequest,
  tools: ObtainTools,
): Promise<Record<string, Blob>> {
  const key = keyOf(request);
  const { signal } = tools;
  const names = request.files.map(fileNameOf);
  const turn = await takeTurn({
    ...tools,
    key,
    lockNames: [...new Set(names)].map((name) => shelf.lockOf(name)),
    locks: shelf.locks,
  });
  try {
    if (turn.phase === 'alone') {
      throw new NearsideError('busy', 'another tab has the files of this model, and gives no sign of life', {
        stage: 'store',
        hint: 'Close the tabs of this site that are in the background.',
      });
    }
    // The tab that had the turn before has fetched it, most likely.
    const fetched = await readStored(shelf, request);
    if (fetched) return fetched;
    let loadedBytes = 0;
    const onBytes = (count: number) => {
      loadedBytes += count;
      tools.onProgress(loadedBytes);
      turn.tell(loadedBytes);
    };
    for (const file of request.files) await completeFile(shelf, file, request, { ...tools, onBytes });
    signal.throwIfAborted();
    const { id, provider, form, version, licence, files, sources } = request;
    await shelf.catalogue.commit({
      schema: recordSchema,
      id,
      provider,
      form,
      version,
      licence,
      origin: originOf(sources),
      trust: 'manifest',
      files: files.map((file) => ({ ...file, at: fileNameOf(file) })),
      storedAtMs: Date.now(),
    });
    await shelf.catalogue.touch(key, { usedAtMs: Date.now(), verifiedAtMs: Date.now() });
    tools.channel.post({ type: 'change', id });
    const blobs = await readFiles(shelf, { files: files.map((file) => ({ ...file, at: fileNameOf(file) })) });
    if (blobs) return blobs;
    throw new NearsideError('unsupported', `${id} was cleared from the store while it was fetched`, {
      stage: 'store',
      retryable: true,
    });
  } finally {
    turn.end();
  }
}

/** Writes what is missing of a file. What is there from an earlier try is hashed before it is believed. */
async function completeFile(
  shelf: Shelf,
  file: ModelFile,
  { sources, policy, files, ...wanted }: ObtainRequest,
  { download, estimate, signal, onBytes, warn }: ObtainTools & { readonly onBytes: (count: number) => void },
): Promise<void> {
  const name = fileNameOf(file);
  const have = await soundChunks(shelf, file, name, signal);
  const chunks = chunksOf(file);
  const hereBytes = sumBytes(chunks.filter(({ index }) => have.has(index)));
  onBytes(hereBytes);
  if (have.size === chunks.length) return;
  const urls = sources[file.path] ?? [];
  if (urls.length === 0) {
    throw new NearsideError('network', `${wanted.id} is not stored here, and nothing says where ${file.path} is`, {
      stage: 'fetch',
      retryable: false,
      hint: 'Import it from disk (runtime.models.import), or give its manifest sources.',
    });
  }
  const room = { key: keyOf(wanted), fileNames: files.map(fileNameOf), estimate };
  const evicted = await makeRoom(shelf, { ...room, needBytes: file.bytes - hereBytes });
  for (const key of evicted) warn(`gave up ${decodeURIComponent(key)} to make room for ${wanted.id}`);
  await writing(shelf, name, shapeOf(file), (writer) =>
    traced('fetch', { bytes: file.bytes - hereBytes, attributes: { model: wanted.id, file: file.path } }, () =>
      download({
        file,
        urls,
        have,
        policy,
        signal,
        onBytes,
        commitChunk: (index, bytes) => writer.write(index, bytes),
        onRetry: ({ url, attempt, reason }) => warn(`try ${attempt} of ${url} failed: ${reason.message}`),
      }),
    ),
  );
}

/** Chunks of an earlier try that are what they should be; the others are dropped. */
async function soundChunks(shelf: Shelf, file: ModelFile, name: string, signal: AbortSignal): Promise<Set<number>> {
  const written = await shelf.backend.readChunks(name);
  const sound = new Set<number>();
  for (const { index, bytes, sha256 } of chunksOf(file)) {
    if (!written.has(index)) continue;
    signal.throwIfAborted();
    const chunk = await shelf.backend.readChunk(name, index, shapeOf(file)).catch(() => undefined);
    const isSound = chunk?.size === bytes && (await sha256Of(new Uint8Array(await chunk.arrayBuffer()))) === sha256;
    if (isSound) sound.add(index);
  }
  const damaged = new Set([...written].filter((index) => !sound.has(index)));
  if (damaged.size > 0) await shelf.backend.dropChunks(name, damaged);
  return sound;
}

function originOf(sources: ObtainRequest['sources']): string {
  const url = Object.values(sources)[0]?.[0]?.url;
  return url ? new URL(url).origin : '';
}
