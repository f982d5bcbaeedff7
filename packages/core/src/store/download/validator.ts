/**
 * What tells one version of a file from another at the same server: the value for `If-Range`.
 *
 * @param headers Of an answer with the file or a part of it.
 * @returns The `ETag`, else `Last-Modified`; undefined where neither is to be had (or to be seen, across origins).
 * @see RFC 9110, section 13.1.5: a weak tag is no use there
 */
export function validatorOf(headers: Headers): string | undefined {
  const etag = headers.get('etag');
  if (etag !== null && !etag.startsWith('W/')) return etag;
  return headers.get('last-modified') ?? undefined;
}
