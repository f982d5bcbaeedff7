/**
 * Whether the browser's cache has a file, asked without a request: in Node a file of the package always is here.
 *
 * @param url Absolute. Of another origin: no, since a cache may be asked only for the page's own.
 */
export async function isHere(url: string): Promise<boolean> {
  if (url.startsWith('file:')) return true;
  try {
    const response = await fetch(url, { cache: 'only-if-cached', mode: 'same-origin' });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
