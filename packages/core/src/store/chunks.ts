import { NearsideError } from '../errors.ts';
import type { ModelFile } from '../manifest/manifest.ts';

/** How we cut the files that we describe: 4 MiB, some hundred requests for a large model, and little lost when one fails. */
export const standardChunkBytes: number = 4 << 20;

/** A file up to this size may go without chunks: it is held whole while it is verified. */
export const maxUnchunkedBytes: number = 8 << 20;

/** A piece of a file that is verified and committed on its own. */
export interface Chunk {
  /** Its place in the file, from 0. */
  readonly index: number;
  /** Offset of its first byte. */
  readonly start: number;
  /** Its size in bytes. */
  readonly bytes: number;
  /** SHA-256 of it, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/**
 * The chunks of a file in order; a file that names none is one chunk.
 *
 * @param file As its manifest writes it.
 * @throws NearsideError 'model-invalid' when its size is none, or the chunks do not cover the file exactly.
 */
export function chunksOf({ path, bytes, sha256, chunks }: ModelFile): readonly Chunk[] {
  checkSize(path, bytes);
  if (!chunks) return [{ index: 0, start: 0, bytes, sha256 }];
  if (chunks.sha256.length !== Math.ceil(bytes / chunks.bytes)) {
    throw new NearsideError(
      'model-invalid',
      `${path}: ${chunks.sha256.length} chunks of ${chunks.bytes} bytes are not a file of ${bytes} bytes`,
      { stage: 'fetch' },
    );
  }
  return chunks.sha256.map((digest, index) => {
    const start = index * chunks.bytes;
    return { index, start, bytes: Math.min(chunks.bytes, bytes - start), sha256: digest };
  });
}

/**
 * A manifest that came past `readManifest` may say anything of a size.
 *
 * @param path Named in the error.
 * @param bytes What is said.
 * @throws NearsideError 'model-invalid' when it is no whole number above 0.
 */
export function checkSize(path: string, bytes: number): void {
  if (Number.isSafeInteger(bytes) && bytes > 0) return;
  throw new NearsideError('model-invalid', `${path}: ${bytes} is no size in bytes`, { stage: 'fetch' });
}
