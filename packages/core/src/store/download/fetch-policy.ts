import { NearsideError } from '../../errors.ts';
import { parseUrl } from '../../parse-url.ts';

/** Headers as `fetch` takes them. */
export type RequestHeaders = NonNullable<ConstructorParameters<typeof Headers>[0]>;

/** Whom a page lets us contact, and as whom. */
export interface FetchPolicy {
  /** Origins that may be contacted, the page's own among them: `https://models.example`. */
  readonly allowedOrigins: readonly string[];
  /** Headers to add to the request for a URL; a redirect to another origin never gets them. */
  readonly headersFor?: (url: string) => Promise<RequestHeaders>;
}

/**
 * The URL, if it may be contacted.
 *
 * @param url Absolute.
 * @param policy The page's.
 * @throws NearsideError 'policy' when it is no http(s) URL, or its origin is not an allowed one.
 */
export function allowedUrl(url: string, { allowedOrigins }: FetchPolicy): URL {
  const parsed = parseUrl(url);
  // By scheme first: the origin of a blob: URL is that of the page which made it.
  if (parsed && /^https?:$/.test(parsed.protocol) && allowedOrigins.includes(parsed.origin)) return parsed;
  throw new NearsideError('policy', `${url} is not at an allowed origin`, {
    stage: 'fetch',
    hint: "Only the page's own origin is contacted unless createRuntime({ allowedOrigins }) names others; the page's connect-src must allow them too.",
  });
}
