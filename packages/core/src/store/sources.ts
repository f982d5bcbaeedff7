import type { Manifest, ModelFile } from '../manifest/manifest.ts';
import { parseUrl } from '../parse-url.ts';
import { realm } from '../realm.ts';
import type { Source } from './download/ask.ts';

/** Where files are, and whom that means to contact. */
export interface FileSources {
  /** By path: absolute URLs, best first. */
  readonly sources: Readonly<Record<string, readonly Source[]>>;
  /** Origins that need no leave: the page's own, and those of the URLs that the page itself named. */
  readonly origins: readonly string[];
}

/**
 * Makes the URLs of a model's files.
 *
 * @param manifest Names bases, which may be relative to the page.
 * @param files Of one of its forms.
 * @param urls The page's own, by path: tried first.
 */
export function sourcesOf(
  { sources: bases = [] }: Pick<Manifest, 'sources'>,
  files: readonly ModelFile[],
  urls: Readonly<Record<string, string>> = {},
): FileSources {
  const page = realm.location?.href;
  const sources = files.map(({ path }): [string, Source[]] => {
    const own = Object.hasOwn(urls, path) ? urls[path] : undefined;
    const from = bases.flatMap(({ base, redirect }) => {
      // A base without the final slash is a folder all the same.
      const folder = parseUrl(base.replace(/\/?$/, '/'), page);
      return folder ? [{ url: new URL(path, folder).href, ...(redirect && { redirect }) }] : [];
    });
    return [path, own === undefined ? from : [{ url: new URL(own, page).href }, ...from]];
  });
  const named = Object.values(urls).map((url) => parseUrl(url, page)?.origin);
  const origins = [parseUrl('.', page)?.origin, ...named].filter((origin) => origin !== undefined && origin !== 'null');
  return { sources: Object.fromEntries(sources), origins: [...new Set(origins as string[])] };
}
