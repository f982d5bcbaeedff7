import { nextTask } from '../slices.ts';
import { foundFile, type Finds, type Found } from './found.ts';

/** Files looked at between two turns of the browser: a few milliseconds. */
const batchLength = 1000;

/**
 * What was picked with a file input, in its order.
 *
 * @param files Copied: the input may be cleared at once.
 */
export function foundInList(files: Iterable<File>): Finds {
  return inBatches([...files]);
}

async function* inBatches(files: readonly File[]): AsyncGenerator<readonly Found[]> {
  for (let from = 0; from < files.length; from += batchLength) {
    yield files.slice(from, from + batchLength).map((file) => foundFile(file, folderOf(file.webkitRelativePath)));
    await nextTask();
  }
}

/** The folder of a path inside what was dropped or picked. */
export function folderOf(path: string): string {
  return trimmed(path.slice(0, path.lastIndexOf('/') + 1));
}

/** A path without slashes around it. */
export function trimmed(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
