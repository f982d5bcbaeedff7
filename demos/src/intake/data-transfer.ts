import { foundFile, type Found } from './found.ts';
import { folderOf } from './file-list.ts';

/**
 * What a drop or a paste holds: files, folders with all that is in them, or else text.
 *
 * @param data Read before this returns: the browser empties it after the event.
 * @returns Walks the folders as it is pulled; undefined when there is nothing of use.
 */
export function foundInTransfer(data: DataTransfer): AsyncIterable<Found> | undefined {
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

async function* walkAll(tops: readonly Top[]): AsyncGenerator<Found> {
  for (const top of tops) {
    if ('open' in top) yield top;
    else yield* walk(top);
  }
}

async function* walk(entry: FileSystemEntry): AsyncGenerator<Found> {
  const { name } = entry;
  const folder = folderOf(entry.fullPath);
  if (isFile(entry)) yield { name, folder, open: () => new Promise((resolve, reject) => entry.file(resolve, reject)) };
  if (!isDirectory(entry)) return;
  try {
    for await (const child of childrenOf(entry)) yield* walk(child);
  } catch (error) {
    // A folder that may not be read gets a row of its own; the others go on.
    yield { name, folder, open: () => Promise.reject(error) };
  }
}

async function* childrenOf(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader();
  for (;;) {
    // A browser hands out a hundred at a time, and an empty list at the end.
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return;
    yield* batch;
  }
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
