import { inSlices } from '../slices.ts';

/**
 * Hands a text to the browser as a file to keep. Nothing is sent: the blob: URL is the page's own.
 *
 * @param pieces Of the text; made in slices, since there may be 100,000.
 */
export async function download(pieces: Generator<string, void, void>, name: string, type: string): Promise<void> {
  const parts: string[] = [];
  await inSlices(pieces, { onStep: (piece) => parts.push(piece) });
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The click has taken its copy of the URL's blob by the next task.
  setTimeout(() => URL.revokeObjectURL(url));
}
