import { foundFile, type Found } from './found.ts';

/**
 * What was picked with a file input, in its order.
 *
 * @param files Copied: the input may be cleared at once.
 */
export function foundInList(files: Iterable<File>): AsyncIterable<Found> {
  const picked = [...files];
  return (async function* () {
    for (const file of picked) yield foundFile(file, folderOf(file.webkitRelativePath));
  })();
}

/** The folder of a path inside what was dropped or picked. */
export function folderOf(path: string): string {
  return path.split('/').filter(Boolean).slice(0, -1).join('/');
}
