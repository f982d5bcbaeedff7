import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Yields the files below a path, sorted by name, depth first, following links; a path that is no directory (or is
 * missing) yields itself.
 *
 * @param path Where to start; its spelling is the beginning of every path yielded.
 * @throws The system's error when a directory cannot be listed.
 */
export async function* walk(path: string, above: readonly string[] = []): AsyncGenerator<string> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isDirectory()) {
    yield path;
    return;
  }
  // A link that leads back to a directory above it would never end.
  const identity = `${stats.dev}:${stats.ino}`;
  if (above.includes(identity)) return;
  const names = await readdir(path);
  for (const name of names.toSorted()) yield* walk(join(path, name), [...above, identity]);
}
