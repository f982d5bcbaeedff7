import { constants, type Stats } from 'node:fs';
import { access, lstat, open, stat } from 'node:fs/promises';
import { messageOf, NearsideError } from '@nearside/core';
import { withoutModel, type Identification } from '../decide.ts';
import { blockBytes, type FileEnds } from '../file-ends.ts';
import type { IdentifyOptions, Magika } from '../magika.ts';
import { mapInOrder, type MapOptions } from '../map-in-order.ts';

/** How a path is treated. */
export interface PathOptions extends IdentifyOptions {
  /** Follow symbolic links. Default true; with false a link is a `symlink`, broken or not. */
  readonly dereference?: boolean;
}

/** What became of a path, in the reference's words. */
export type PathIdentification =
  | { readonly path: string; readonly status: 'ok'; readonly result: Identification }
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
 * @param path Of anything.
 * @param options As for `identify`, with `dereference`.
 * @throws NearsideError of the model's run; the signal's reason on abort.
 * @see google/magika, python/src/magika/magika.py, _get_result_or_features_from_path
 */
export async function identifyPath(
  magika: Magika,
  path: string,
  { dereference = true, ...options }: PathOptions = {},
): Promise<PathIdentification> {
  options.signal?.throwIfAborted();
  let found: Identification | FileEnds;
  try {
    found = await look(path, dereference);
  } catch (error) {
    return { path, ...failure(error) };
  }
  return { path, status: 'ok', result: 'label' in found ? found : await magika.identifyEnds(found, options) };
}

/**
 * Identifies many paths, some at a time, and yields in input order.
 *
 * @param magika Created by the caller.
 * @param paths Pulled only as answers are taken.
 * @param options As for `identifyAll`, with `dereference`.
 * @throws NearsideError of the model's run; the signal's reason on abort.
 */
export async function* identifyPaths(
  magika: Magika,
  paths: Iterable<string> | AsyncIterable<string>,
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

async function look(path: string, dereference: boolean): Promise<Identification | FileEnds> {
  const stats = await (dereference ? stat(path) : lstat(path));
  if (stats.isSymbolicLink()) return withoutModel('symlink');
  if (stats.isDirectory()) return withoutModel('directory');
  // A FIFO would block, a device may never end: neither is opened.
  if (!stats.isFile()) return withoutModel('unknown');
  await access(path, constants.R_OK);
  return readFileEnds(path, stats);
}

async function readFileEnds(path: string, { size }: Stats): Promise<Identification | FileEnds> {
  const handle = await open(path, 'r');
  try {
    const read = async (length: number, position: number) => {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await handle.read(bytes, 0, length, position);
      return bytes.subarray(0, bytesRead);
    };
    const cut = Math.min(blockBytes, size);
    // Files of /proc say 0 and have content. The reference fails to seek in them (EINVAL): what they are is unknown.
    if (size === 0) return (await read(1, 0)).length === 0 ? { size, ...ends() } : withoutModel('unknown');
    const beginning = await read(cut, 0);
    const end = size <= blockBytes ? beginning : await read(cut, size - cut);
    // A file of /sys says 4,096 and has less; one may also be cut while it is read. What was read is what it is.
    return beginning.length === cut && end.length === cut
      ? { size, beginning, end }
      : { size: beginning.length, beginning, end: beginning };
  } finally {
    await handle.close();
  }
}

function ends(): Pick<FileEnds, 'beginning' | 'end'> {
  return { beginning: new Uint8Array(), end: new Uint8Array() };
}

function failure(error: unknown): Pick<Extract<PathIdentification, { error: unknown }>, 'status' | 'error'> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const wrapped = new NearsideError('invalid-input', messageOf(error), { stage: 'read', cause: error });
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
      return { status: 'file_not_found_error', error: wrapped };
    case 'EACCES':
    case 'EPERM':
      return { status: 'permission_error', error: wrapped };
    default:
      return { status: 'unknown', error: wrapped };
  }
}
