import { lstat, readdir, stat } from 'node:fs/promises';
import { childPath, pathLike, pathText, type Path } from './path-name.ts';

/** A path that was found, or a directory that could not be listed. */
export interface Found {
  readonly path: Path;
  /** The system's, where the directory at `path` could not be listed. */
  readonly error?: unknown;
}

/** A directory that is being walked. */
interface Level {
  readonly path: Path;
  /** What tells a link that leads back to it. */
  readonly identity: string;
  /** Of its entries, the next one last. */
  readonly names: string[];
}

/**
 * Yields what is below a path and no directory, depth first, each directory's entries in the order of their bytes; a
 * path that is no directory (or is missing) yields itself. Of each open directory the names are held, and nothing else.
 *
 * @param start Its spelling is the beginning of every path yielded.
 * @param options With `dereference` false a link is yielded, not followed; default true. A link that leads back to a
 *   directory above it is passed over: it would never end.
 */
export async function* findFiles(
  start: Path,
  { dereference = true }: { readonly dereference?: boolean } = {},
): AsyncGenerator<Found, void, undefined> {
  const levels: Level[] = [];
  for (let path: Path | undefined = start; path !== undefined; path = nextPath(levels)) {
    const stats = await (dereference ? stat : lstat)(pathLike(path)).catch(() => undefined);
    if (!stats?.isDirectory()) {
      yield { path };
      continue;
    }
    const identity = `${stats.dev}:${stats.ino}`;
    if (levels.some((level) => level.identity === identity)) continue;
    try {
      const names = await readdir(pathLike(path), { encoding: 'latin1' });
      levels.push({ path, identity, names: names.toSorted().toReversed() });
    } catch (error) {
      yield { path, error };
    }
  }
}

function nextPath(levels: Level[]): Path | undefined {
  for (let level = levels.at(-1); level; level = levels.at(-1)) {
    const name = level.names.pop();
    if (name !== undefined) return childPath(level.path, name);
    levels.pop();
  }
  return undefined;
}

/**
 * Yields the files below a path, in the order of their names' bytes, depth first, following links; a path that is no
 * directory (or is missing) yields itself.
 *
 * @param path Where to start; its spelling is the beginning of every path yielded. A name that is no UTF-8 has its bytes
 *   as `\xff`, and then leads to no file.
 * @throws The system's error when a directory cannot be listed.
 */
export async function* walk(path: string): AsyncGenerator<string> {
  for await (const found of findFiles(path)) {
    if ('error' in found) throw found.error;
    yield pathText(found.path);
  }
}
