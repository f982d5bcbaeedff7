import { NearsideError } from '../errors.ts';
import { sumBytes } from '../model/model-files.ts';
import type { ModelFile } from '../manifest/manifest.ts';
import { standardChunkBytes } from './chunks.ts';
import { keyOf, recordSchema, type CommitRecord, type StoredFile } from './commit-record.ts';
import { describeFile } from './describe-file.ts';
import { makeRoom, type StorageEstimate } from './make-room.ts';
import { writing, type Shelf } from './shelf.ts';

/** Beginning of the names of files that the user brought: their digest is known only after the last byte. */
const importPrefix = 'import-';

/** A model that the user brings. */
export interface ImportRequest {
  readonly id: string;
  readonly provider: string;
  readonly form: string;
  readonly version: string;
  readonly licence: string;
  /** By path. */
  readonly files: Readonly<Record<string, Blob>>;
  /** What they must be, where a manifest says. Without it they are trusted as they are, and their digests kept. */
  readonly expected?: readonly ModelFile[];
}

/**
 * Copies files of the user's into the store, a chunk at a time: hashed and written in one pass.
 *
 * @param shelf Where to.
 * @param request What.
 * @param tools Signal, and what is told the bytes that were written.
 * @returns Its commit record, with the digests.
 * @throws NearsideError 'integrity' when a file is not the expected one, 'invalid-input' when one cannot be read or is empty,
 *   'quota', 'unsupported'; the signal's reason on abort. Then nothing is left of it.
 */
export async function importFiles(
  shelf: Shelf,
  request: ImportRequest,
  tools: {
    readonly estimate: () => Promise<StorageEstimate | undefined>;
    readonly signal: AbortSignal;
    readonly onProgress: (writtenBytes: number) => void;
  },
): Promise<CommitRecord> {
  const { id, provider, form, version, licence, expected } = request;
  const entries = Object.entries(request.files);
  checkSizes(request);
  // Not `crypto.randomUUID`, which a page on plain http does not have.
  const names = entries.map(() => importPrefix + Math.random().toString(36).slice(2));
  const locks = await Promise.all(names.map((name) => shelf.locks.take(shelf.lockOf(name))));
  let isCommitted = false;
  try {
    const needBytes = sumBytes(entries.map(([, { size }]) => ({ bytes: size })));
    await makeRoom(shelf, { needBytes, key: keyOf(request), fileNames: names, estimate: tools.estimate });
    const files: StoredFile[] = [];
    let writtenBytes = 0;
    for (const [place, [path, content]] of entries.entries()) {
      const at = names[place] as string;
      const onChunk = (bytes: number) => tools.onProgress((writtenBytes += bytes));
      const file = await copyFile(shelf, at, path, content, tools.signal, onChunk);
      checkDigest(file, expected);
      files.push({ ...file, at });
    }
    tools.signal.throwIfAborted();
    const record: CommitRecord = {
      schema: recordSchema,
      id,
      provider,
      form,
      version,
      licence,
      origin: 'import',
      trust: expected ? 'manifest' : 'first-use',
      files,
      storedAtMs: Date.now(),
    };
    const before = await shelf.catalogue.read(keyOf(record));
    await shelf.catalogue.commit(record);
    isCommitted = true;
    await shelf.catalogue.touch(keyOf(record), { verifiedAtMs: Date.now() });
    if (before) await shelf.deleteUnowned(before.files.map(({ at }) => at));
    return record;
  } catch (error) {
    if (!isCommitted) for (const name of names) await shelf.backend.deleteFile(name).catch(() => undefined);
    throw error;
  } finally {
    for (const lock of locks) lock.release();
  }
}

/**
 * Deletes what is left of imports that a killed tab or worker began. One that is under way is waited for: a worker that was
 * ended in the middle of an abort still has its lock when the next one looks.
 */
export async function sweepImports(shelf: Shelf): Promise<void> {
  const names = await shelf.backend.listFiles();
  if (await shelf.catalogue.hasUnknown()) return;
  const sweep = async (name: string) => {
    (await shelf.locks.take(shelf.lockOf(name))).release();
    await shelf.deleteUnowned([name]);
  };
  await Promise.all(names.filter((name) => name.startsWith(importPrefix)).map(sweep));
}

async function copyFile(
  shelf: Shelf,
  at: string,
  path: string,
  content: Blob,
  signal: AbortSignal,
  onChunk: (bytes: number) => void,
): Promise<ModelFile> {
  const chunkBytes = Math.min(standardChunkBytes, Math.max(1, content.size));
  return writing(shelf, at, { bytes: content.size, chunkBytes }, (writer) =>
    describeFile(path, content, {
      chunkBytes,
      signal,
      async onChunk(index, bytes) {
        await writer.write(index, bytes);
        onChunk(bytes.byteLength);
      },
    }),
  );
}

/** Before anything is written: the wrong file is mostly of another size. */
function checkSizes({ id, files, expected }: ImportRequest): void {
  if (Object.keys(files).length === 0) {
    throw new NearsideError('invalid-input', `there is no file to import for ${id}`, { stage: 'read' });
  }
  for (const { path, bytes } of expected ?? []) {
    const size = files[path]?.size;
    if (size === bytes) continue;
    const message =
      size === undefined ? `${id} also needs ${path}` : `${path} has ${size} bytes where ${id} has ${bytes}`;
    throw new NearsideError(size === undefined ? 'invalid-input' : 'integrity', message, {
      stage: 'read',
      hint: 'Choose the files that its manifest names.',
    });
  }
}

function checkDigest({ path, sha256 }: ModelFile, expected: readonly ModelFile[] | undefined): void {
  const want = expected?.find((file) => file.path === path)?.sha256;
  if (!expected || want === sha256) return;
  throw new NearsideError('integrity', `${path} has SHA-256 ${sha256} where ${want ?? 'no such file'} was expected`, {
    stage: 'verify',
    hint: 'It is another file, or another version of it.',
  });
}
