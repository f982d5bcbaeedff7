/** What can go wrong with a fetch, in the same words whoever fetches. */
import { messageOf, NearsideError } from '../errors.ts';

/**
 * No answer came.
 *
 * @param url What was asked for.
 * @param cause What `fetch` threw.
 */
export function cannotFetch(url: string, cause: unknown): NearsideError {
  return new NearsideError('network', `cannot fetch ${url}: ${messageOf(cause)}`, {
    stage: 'fetch',
    cause,
    hint: "Check the connection, the page's connect-src, and CORS when the file is on another origin.",
  });
}

/**
 * An answer without the file.
 *
 * @param url What was asked for.
 * @param status Its HTTP status.
 * @param missingHint What to do about a 404.
 */
export function refusedFetch(url: string, status: number, missingHint: string): NearsideError {
  return new NearsideError('network', `${url} answered ${status}`, {
    stage: 'fetch',
    retryable: status === 408 || status === 429 || status >= 500,
    hint: status === 404 ? missingHint : 'The server refused the file.',
  });
}

/**
 * The connection ended before the file did.
 *
 * @param url What was asked for.
 * @param got Bytes that came.
 * @param want Bytes that were expected.
 * @param cause What the stream threw.
 */
export function brokenOff(url: string, got: number, want: number, cause: unknown): NearsideError {
  return new NearsideError('network', `the download of ${url} broke off after ${got} of ${want} bytes`, {
    stage: 'fetch',
    cause,
  });
}

/**
 * The file has another size.
 *
 * @param name The file, or the part of it.
 * @param want Bytes that were expected.
 * @param got What came: a number, or 'more'.
 */
export function wrongSize(name: string, want: number, got: number | 'more'): NearsideError {
  return new NearsideError('integrity', `${name} has ${got} bytes where ${want} were expected`, {
    stage: 'verify',
    hint: 'Another file is served there: an error page, or the asset of another release.',
  });
}

/**
 * The file has another content.
 *
 * @param name The file, or the part of it.
 * @param want SHA-256 that was expected.
 * @param got SHA-256 that it has.
 */
export function wrongDigest(name: string, want: string, got: string): NearsideError {
  return new NearsideError('integrity', `${name} has SHA-256 ${got} where ${want} was expected`, {
    stage: 'verify',
    hint: 'The file was changed or damaged on its way: load it again, or check what the server holds.',
  });
}
