import type { CommitRecord, StoredFile } from './commit-record.ts';
import { formOf, recordSchema } from './commit-record.ts';
import { describeFile } from './describe-file.ts';
import { maxUnchunkedBytes, standardChunkBytes } from './chunks.ts';
import type { StoreBackend } from './backends/backend.ts';

/**
 * The first form of a commit record: it knew no chunk digests, and one licence and origin for all. Files lay under their
 * digest, in standard chunks.
 */
export interface RecordV0 {
  readonly schema: 0;
  readonly id: string;
  readonly provider: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/**
 * The record of today's form for a model that was stored in an older one. Every file is read and hashed: only a model that is
 * whole is carried over.
 *
 * @param old As it was read.
 * @param backend Where its files are.
 * @returns Undefined where a file is missing or damaged.
 */
export async function migrateRecord(old: RecordV0, backend: StoreBackend): Promise<CommitRecord | undefined> {
  const files: StoredFile[] = [];
  for (const { path, bytes, sha256 } of old.files) {
    const chunkBytes = bytes > maxUnchunkedBytes ? standardChunkBytes : bytes;
    const content = await backend.readFile(sha256, { bytes, chunkBytes });
    const file = content && (await describeFile(path, content, { chunkBytes }));
    if (file?.sha256 !== sha256) return undefined;
    files.push({ ...file, at: sha256 });
  }
  const { id, provider } = old;
  return {
    schema: recordSchema,
    id,
    provider,
    form: formOf(files),
    files,
    version: '',
    licence: '',
    origin: '',
    trust: 'manifest',
    storedAtMs: Date.now(),
  };
}
