import { isNearsideError, messageOf, NearsideError } from '../errors.ts';
import type { ModelFile } from '../manifest/manifest.ts';
import { race } from '../abort/race.ts';
import { sha256Of } from '../sha256.ts';
import { createSha256 } from '../sha256-stream.ts';
import { maxUnchunkedBytes, standardChunkBytes } from './chunks.ts';
import { PieceReader } from './piece-reader.ts';

/** How a file is described; all optional. */
export interface DescribeOptions {
  /** Size of its chunks but the last, in bytes, above 0. Default: 4 MiB. */
  readonly chunkBytes?: number;
  /** Its abort rejects with its reason and cancels the stream. */
  readonly signal?: AbortSignal;
  /**
   * Given each chunk in order, and waited for, so that a file can be stored in the same pass. The bytes are its own: it may
   * keep or transfer them. What it throws ends the description.
   */
  readonly onChunk?: (index: number, bytes: Uint8Array<ArrayBuffer>) => Promise<void> | void;
}

/**
 * Writes the entry that a manifest has for a file: its size, its digest, and the digest of each chunk. Reads it once, and
 * holds one chunk at a time. The digest of the whole is made on this thread (about 25 ms a chunk): large files in a worker.
 *
 * @param path What the manifest will call it.
 * @param content A stream is consumed, and cancelled when this fails.
 * @throws NearsideError 'invalid-input' when it is empty or cannot be read; the signal's reason on abort.
 */
export async function describeFile(
  path: string,
  content: Blob | ReadableStream<Uint8Array>,
  { chunkBytes = standardChunkBytes, signal, onChunk }: DescribeOptions = {},
): Promise<ModelFile> {
  signal?.throwIfAborted();
  const reader = (content instanceof Blob ? content.stream() : content).getReader();
  const pieces = new PieceReader(() =>
    race(reader.read(), signal).catch((error) => rejectUnreadable(path, error, signal)),
  );
  const whole = await createSha256();
  const digests: string[] = [];
  let bytes = 0;
  try {
    while (!(await pieces.atEnd())) {
      const room = new Uint8Array(chunkBytes);
      const filled = await pieces.readInto(room);
      const chunk = filled < chunkBytes ? room.slice(0, filled) : room;
      const digest = sha256Of(chunk);
      whole.update(chunk);
      digests.push(await digest);
      await onChunk?.(digests.length - 1, chunk);
      signal?.throwIfAborted();
      bytes += filled;
    }
  } catch (error) {
    // Not awaited: a source may take its time to stop, the caller does not wait for it.
    void reader.cancel(error).catch(() => undefined);
    throw error;
  }
  if (bytes === 0) throw new NearsideError('invalid-input', `${path} is empty`, { stage: 'read' });
  const file = { path, bytes, sha256: whole.digest() };
  return digests.length === 1 && bytes <= maxUnchunkedBytes
    ? file
    : { ...file, chunks: { bytes: chunkBytes, sha256: digests } };
}

function rejectUnreadable(path: string, error: unknown, signal: AbortSignal | undefined): never {
  signal?.throwIfAborted();
  if (isNearsideError(error)) throw error;
  throw new NearsideError('invalid-input', `${path} cannot be read: ${messageOf(error)}`, {
    stage: 'read',
    cause: error,
    hint: 'A file may have been changed, moved or deleted since it was chosen: choose it again.',
  });
}
