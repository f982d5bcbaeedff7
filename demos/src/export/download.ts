/** Hands a text to the browser as a file to keep. Nothing is sent: the blob: URL is the page's own. */
export function download(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The click has taken its copy of the URL's blob by the next task.
  setTimeout(() => URL.revokeObjectURL(url));
}
