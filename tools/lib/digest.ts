/** Digests of files and folders, to know what is stale. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Names and contents of the given files and folders as one digest; paths that do not exist count as empty.
 *
 * @param base The folder that the paths are relative to.
 * @param exclude Glob patterns of what does not matter, relative to `base`.
 * @returns SHA-256, hexadecimal.
 */
export function digestOf(base: string, paths: string[], exclude: string[] = []): string {
  const files = globSync(
    paths.flatMap((path) => [path, `${path}/**`]),
    { cwd: base, exclude },
  );
  const hash = createHash('sha256');
  for (const file of [...new Set(files)].toSorted()) {
    const path = join(base, file);
    if (!statSync(path).isFile()) continue;
    hash.update(`${file.replaceAll('\\', '/')}\0`).update(createHash('sha256').update(readFileSync(path)).digest());
  }
  return hash.digest('hex');
}
