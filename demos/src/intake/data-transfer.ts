import { folderOf, trimmed } from './file-list.ts';
import { foundFile, type Finds, type Found } from './found.ts';

/**
 * What a drop or a paste holds: files, folders with all that is in them, or else text.
 *
 * @param data Read before this returns: the browser empties it after the event.
 * @returns Walks the folders as it is pulled; undefined when there is nothing of use.
 */
export function foundInTransfer(data: DataTransfer): Finds | undefined {
  const tops = [...data.items].filter(({ kind }) => kind === 'file').flatMap(topOf);
  if (tops.length > 0) return walkAll(tops);
  const text = data.getData('text/plain');
  return text === '' ? undefined : walkAll([foundFile(virtualFile(text))]);
}

/** Whether a drag carries files: all that a browser tells before the drop. Dragged text stays text, as for the filter. */
export function holdsFiles({ types }: DataTransfer): boolean {
  return types.includes('Files');
}

type Top = Found | FileSystemEntry;

function topOf(item: DataTransferItem): Top[] {
  const entry = item.webkitGetAsEntry();
  if (entry?.isDirectory) return [entry];
  // A file at the top is taken as it is: some browsers give pasted files no entry that can be opened.
  const file = item.getAsFile();
  return file ? [foundFile(file)] : [];
}

async function* walkAll(tops: readonly Top[]): AsyncGenerator<readonly Found[]> {
  for (const top of tops) {
    if ('open' in top) yield [top];
    else if (isDirectory(top)) yield* walk(top);
  }
}

/** Everything in a folder: the files of each batch the browser hands out, then what is in its folders. */
async function* walk(directory: FileSystemDirectoryEntry): AsyncGenerator<readonly Found[]> {
  const folder = trimmed(directory.fullPath); // one string for all of its files
  const reader = directory.createReader();
  try {
    for (;;) {
      // A browser hands out a hundred at a time, and an empty list at the end.
      const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (entries.length === 0) return;
      yield entries.filter(isFile).map((entry) => foundEntry(entry, folder));
      for (const entry of entries.filter(isDirectory)) yield* walk(entry);
    }
  } catch (error) {
    // A folder that may not be read gets a row of its own; the others go on.
    const { name, fullPath } = directory;
    yield [{ name, folder: folderOf(fullPath), open: () => Promise.reject(error) }];
  }
}

function foundEntry(entry: FileSystemFileEntry, folder: string): Found {
  return { name: entry.name, folder, open: () => new Promise((resolve, reject) => entry.file(resolve, reject)) };
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

let pastedCount = 0;

/** Without an extension, so that no content disagrees with it. */
function virtualFile(text: string): File {
  pastedCount += 1;
  return new File([text], `Pasted text ${pastedCount}`, { type: 'text/plain' });
}
