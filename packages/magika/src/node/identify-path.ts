import { constants, type Stats } from 'node:fs';
import { access, lstat, open, stat } from 'node:fs/promises';
import { messageOf, NearsideError } from '@nearside/core';
import { withoutModel, type Identification } from '../decide.ts';
import { blockBytes, type FileEnds } from '../file-ends.ts';
import type { IdentifyOptions, Magika } from '../magika.ts';
import { mapInOrder, type MapOptions } from '../map-in-order.ts';
import { pathLike, pathText, type Path } from './path-name.ts';

/** How a path is treated. */
export interface PathOptions extends IdentifyOptions {
  /** Follow symbolic links. Default true; with false a link is a `symlink`, broken or not. */
  readonly dereference?: boolean;
  /**
   * Which of the reference's programs is followed where they differ. Default `python`: a device is `unknown`. With
   * `rust` (its command line) it is `empty`, as are the files of /proc, which say that they are; and only a path that
   * does not exist is not found, where Python includes a link to itself and a path below a file.
   */
  readonly reference?: 'python' | 'rust';
}

/** What became of a path, in the reference's words. */
export type PathIdentification =
  | {
      /** As given; bytes that are no UTF-8 as `\xff`. */
      readonly path: string;
      readonly status: 'ok';
      readonly result: Identification;
    }
  | {
      readonly path: string;
      readonly status: 'file_not_found_error' | 'permission_error' | 'unknown';
      readonly error: NearsideError;
    };

/**
 * Identifies what is at a path, as the Python reference does: directories, links, missing, unreadable and special files
 * are answers, not errors. Of a file at most 2 × 4,096 bytes are read.
 *
 * @param magika Created by the caller.
 * @param path Of anything; bytes where it is no UTF-8.
 * @param options As for `identify`, with `dereference` and `reference`.
 * @throws NearsideError of the model's run; the signal's reason on abort.
 * @see google/magika, python/src/magika/magika.py, _get_result_or_features_from_path
 */
export async function identifyPath(
  magika: Pick<Magika, 'identifyEnds'>,
  path: string | Uint8Array,
  { dereference = true, reference = 'python', ...options }: PathOptions = {},
): Promise<PathIdentification> {
  options.signal?.throwIfAborted();
  let found: Identification | FileEnds;
  try {
    found = await look(path, dereference, reference);
  } catch (error) {
    return { path: pathText(path), ...failure(error, reference) };
  }
  return {
    path: pathText(path),
    status: 'ok',
    result: 'label' in found ? found : await magika.identifyEnds(found, options),
  };
}

/**
 * Identifies many paths, some at a time, and yields in input order.
 *
 * @param magika Created by the caller.
 * @param paths Pulled only as answers are taken.
 * @param options As for `identifyAll`, with `dereference` and `reference`.
 * @throws NearsideError of the model's run; the signal's reason on abort.
 */
export async function* identifyPaths(
  magika: Pick<Magika, 'identifyEnds'>,
  paths: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  options: MapOptions & PathOptions = {},
): AsyncGenerator<PathIdentification, void, undefined> {
  for await (const item of mapInOrder(
    paths,
    (path, signal) => identifyPath(magika, path, { ...options, signal }),
    options,
  )) {
    if (item.error) throw item.error;
    yield item.result;
  }
}

type Reference = NonNullable<PathOptions['reference']>;

async function look(path: Path, dereference: boolean, reference: Reference): Promise<Identification | FileEnds> {
  const stats = await (dereference ? stat : lstat)(pathLike(path));
  if (stats.isSymbolicLink()) return withoutModel('symlink');
  if (stats.isDirectory()) return withoutModel('directory');
  if (!stats.isFile()) return lookAtSpecial(path, stats, reference);
  return readFileEnds(path, stats, reference);
}

/** A FIFO would block (there the Rust program hangs), a device may never end, or do something: neither is opened. */
async function lookAtSpecial(path: Path, stats: Stats, reference: Reference): Promise<Identification> {
  if (reference === 'python' || stats.isFIFO()) return withoutModel('unknown');
  // A socket cannot be opened: the system's error is the answer.
  if (stats.isSocket()) await (await open(pathLike(path), 'r')).close();
  await access(pathLike(path), constants.R_OK);
  return withoutModel('empty');
}

/** As few calls as can be: each takes a thread of the pool and back, which together is more than the reading. */
async function readFileEnds(path: Path, { size }: Stats, reference: Reference): Promise<Identification | FileEnds> {
  const handle = await open(pathLike(path), 'r');
  try {
    const read = async (length: number, position: number) => {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await handle.read(bytes, 0, length, position);
      return bytes.subarray(0, bytesRead);
    };
    // Files of /proc say 0 and have content. Rust believes it; Python fails to seek in them (EINVAL): they are unknown.
    if (size === 0 && reference === 'python' && (await read(1, 0)).length > 0) return withoutModel('unknown');
    const isSmall = size <= 2 * blockBytes;
    const beginning = await read(isSmall ? size : blockBytes, 0);
    const end = isSmall ? beginning : await read(blockBytes, size - blockBytes);
    if (isSmall ? beginning.length === size : beginning.length + end.length === 2 * blockBytes)
      return { size, ...cut(beginning, end) };
    // A file of /sys says 4,096 and has less; one may also be cut while it is read.
    if (reference === 'rust') throw new Error('early eof');
    // What was read is what it is.
    return { size: beginning.length, ...cut(beginning, beginning) };
  } finally {
    await handle.close();
  }
}

function cut(beginning: Uint8Array, end: Uint8Array): Pick<FileEnds, 'beginning' | 'end'> {
  return { beginning: beginning.subarray(0, blockBytes), end: end.subarray(-blockBytes) };
}
/**
 * The status of a path that could not be read.
 *
 * @param error The system's.
 * @param reference As for `identifyPath`.
 */
export function failure(
  error: unknown,
  reference: Reference,
): Pick<Extract<PathIdentification, { error: unknown }>, 'status' | 'error'> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const wrapped = new NearsideError('invalid-input', messageOf(error), { stage: 'read', cause: error });
  switch (code) {
    case 'ENOENT':
      return { status: 'file_not_found_error', error: wrapped };
    case 'ENOTDIR':
    case 'ELOOP':
      return { status: reference === 'python' ? 'file_not_found_error' : 'unknown', error: wrapped };
    case 'EACCES':
    case 'EPERM':
      return { status: 'permission_error', error: wrapped };
    default:
      return { status: 'unknown', error: wrapped };
  }
}
