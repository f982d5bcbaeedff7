/**
 * A URL, where the text is one. Not `URL.canParse`, which Chromium has only since 120.
 *
 * @param url Absolute, or relative to `base`.
 * @param base Absolute, if there is one.
 */
export function parseUrl(url: string, base?: string | URL): URL | undefined {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}
