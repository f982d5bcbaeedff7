import { isNearsideError, messageOf, NearsideError } from '../../errors.ts';
import { cannotFetch } from '../../model/fetch-errors.ts';
import { race } from '../../abort/race.ts';
import { parseUrl } from '../../parse-url.ts';
import type { Clock } from './clock.ts';
import { allowedUrl, type FetchPolicy, type RequestHeaders } from './fetch-policy.ts';
import { orStalled } from './stall.ts';

/** An address of a file. */
export interface Source {
  /** Absolute, http(s). */
  readonly url: string;
  /** Whether it may send us on to another address, which must then be an allowed one. Default: it may not. */
  readonly redirect?: 'follow';
}

/** What is asked. */
export interface Question {
  /** Whom. */
  readonly source: Source;
  /** The page's. */
  readonly policy: FetchPolicy;
  /** Ours, on top of the policy's. */
  readonly headers: Readonly<Record<string, string>>;
  /** Ends the request, also while its body is read. */
  readonly signal: AbortSignal;
  /** Measures how long the source is silent; how long the page takes to authorize is its own affair. */
  readonly clock: Clock;
  /** The browser followed a redirect for this source before: it is not asked first whether there is one. */
  readonly isMoved?: boolean;
}

/** The most redirects that are followed, one after the other. */
export const maxRedirects = 5;

/**
 * Asks a source, within the policy: no origin that is not allowed gets to answer, and no redirect takes the page's headers to
 * another origin. Any status is an answer.
 *
 * @param question Whom, and how.
 * @throws NearsideError 'policy' for a redirect that must not be followed, 'network' when no answer comes; the signal's
 * reason on abort.
 */
export async function ask(question: Question): Promise<Response> {
  const { source, policy } = question;
  const first = allowedUrl(source.url, policy);
  if (question.isMoved) return followBlindly(first.href, question);
  let url = first;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const own = url.origin === first.origin ? await pageHeaders(url.href, question) : {};
    const response = await get(url.href, 'manual', own, question);
    if (response.type === 'opaqueredirect') {
      if (source.redirect !== 'follow') throw redirected(url.href);
      return followBlindly(url.href, question);
    }
    const location = isRedirect(response) ? response.headers.get('location') : null;
    if (location === null) return response;
    void response.body?.cancel().catch(() => undefined);
    if (source.redirect !== 'follow') throw redirected(url.href, location);
    url = allowedUrl(parseUrl(location, url)?.href ?? location, policy);
  }
  throw new NearsideError('policy', `${source.url} redirects more than ${maxRedirects} times`, {
    stage: 'fetch',
    hint: 'It may go in a circle: check what the server is set to, or name the final address.',
  });
}

/**
 * A browser hides where a redirect leads, so it has to follow by itself, and only the end can be checked; the page's
 * connect-src is what keeps it from contacting others on the way. It would also take the page's headers along: they stay here.
 */
async function followBlindly(url: string, question: Question): Promise<Response> {
  const response = await get(url, 'follow', {}, question);
  try {
    // Empty where a service worker made the answer: then nobody else was contacted for it as far as we can know.
    allowedUrl(response.url || url, question.policy);
  } catch (error) {
    void response.body?.cancel().catch(() => undefined);
    throw error;
  }
  return response;
}

async function get(
  url: string,
  redirect: 'manual' | 'follow',
  pages: RequestHeaders,
  { headers: ours, signal, clock }: Question,
): Promise<Response> {
  const headers = new Headers(pages);
  for (const [name, value] of Object.entries(ours)) headers.set(name, value);
  try {
    // Past the HTTP cache: it would keep the file a second time, and a damaged answer for the next attempt.
    const answer = fetch(url, { headers, redirect, signal, credentials: 'same-origin', cache: 'no-store' });
    return await orStalled(answer, url, clock);
  } catch (error) {
    signal.throwIfAborted();
    throw isNearsideError(error) ? error : cannotFetch(url, error);
  }
}

async function pageHeaders(url: string, { policy: { headersFor }, signal }: Question): Promise<RequestHeaders> {
  try {
    return headersFor ? await race(headersFor(url), signal) : {};
  } catch (error) {
    signal.throwIfAborted();
    if (isNearsideError(error)) throw error;
    throw new NearsideError('policy', `no authorization for ${url}: ${messageOf(error)}`, {
      stage: 'fetch',
      cause: error,
      hint: "The page's own `authorize` failed; its error is the cause.",
    });
  }
}

function isRedirect({ status }: Response): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function redirected(url: string, location?: string): NearsideError {
  return new NearsideError('policy', `${url} redirects${location === undefined ? '' : ` to ${location}`}`, {
    stage: 'fetch',
    hint: "Name the final address, or set redirect: 'follow' for this source and allow the origin it leads to.",
  });
}
