import { inSlices } from '../slices.ts';

/** Characters of a part: encoding them takes a millisecond or two. */
const partLength = 2 ** 18;

/**
 * Hands a text to the browser as a file to keep. Nothing is sent: the blob: URL is the page's own.
 *
 * @param pieces Of the text; made in slices, since there may be 100,000.
 */
export async function download(pieces: Generator<string, void, void>, name: string, type: string): Promise<void> {
  const parts: Blob[] = [];
  let text = '';
  const flush = (): void => {
    parts.push(new Blob([text]));
    text = '';
  };
  await inSlices(pieces, {
    onStep: (piece) => {
      text += piece;
      if (text.length >= partLength) flush();
    },
  });
  flush();
  // Of blobs, which are encoded already: one of 50 MB of text would hold the page up for a sixth of a second.
  saveBlob(new Blob(parts, { type }), name);
}

/**
 * Hands a blob to the browser as a file to keep, by reference: one of gigabytes on the disk is not read into memory.
 *
 * @param blob Its type becomes the file's.
 */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The click has taken its copy of the URL's blob by the next task.
  setTimeout(() => URL.revokeObjectURL(url));
}
