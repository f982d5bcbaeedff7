import { NearsideError } from '../../errors.ts';
import { refusedFetch } from '../../model/fetch-errors.ts';
import { followSignals } from '../../abort/on-abort.ts';
import { realm } from '../../realm.ts';
import type { Chunk } from '../chunks.ts';
import { ask, type Source } from './ask.ts';
import type { Clock } from './clock.ts';
import { parseContentRange } from './content-range.ts';
import type { FetchPolicy } from './fetch-policy.ts';
import { QuietTime } from './retries.ts';
import { retryAfterMs } from './retry-after.ts';
import { validatorOf } from './validator.ts';

/** What came for a chunk: the chunk itself, the whole file in its place, or word that ranges are of no use here. */
export type Answer = { readonly kind: 'chunk' | 'file'; readonly response: Response } | { readonly kind: 'no-ranges' };

/** A source, and what was learned of it on the way. */
export class Server {
  readonly source: Source;
  /** When it wants to be left alone. */
  readonly quiet: QuietTime;
  readonly #fileBytes: number;
  readonly #policy: FetchPolicy;
  readonly #clock: Clock;
  readonly #asksIfUnchanged: boolean;
  /** How many answers came, whatever their status. */
  answers = 0;
  #isMoved = false;
  #validator: string | undefined;
  #changes = 0;

  /**
   * @param source Where it is.
   * @param fileBytes Size that the file must have.
   * @param policy The page's.
   * @param clock For its silences.
   */
  constructor(source: Source, fileBytes: number, policy: FetchPolicy, clock: Clock) {
    this.source = source;
    this.quiet = new QuietTime(clock);
    this.#fileBytes = fileBytes;
    this.#policy = policy;
    this.#clock = clock;
    // Across origins If-Range would need the server's leave (a preflight), which few give; the digests suffice there.
    const page = realm.location?.href;
    this.#asksIfUnchanged = !page?.startsWith('http') || new URL(page).origin === new URL(source.url).origin;
  }

  /**
   * Makes one request and ends it, body included, when `work` is over.
   *
   * @param outer Ends it too.
   * @param work Is given the signal of the request.
   */
  async request<T>(outer: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const done = new AbortController();
    const { signal, stop } = followSignals(outer, done.signal);
    try {
      await this.quiet.over(signal);
      return await work(signal);
    } finally {
      // What is left of a body nobody wants any more is not to be loaded.
      done.abort();
      stop();
    }
  }

  /**
   * Asks for the whole file.
   *
   * @throws NearsideError 'network' or 'policy'.
   */
  async askFile(signal: AbortSignal): Promise<Response> {
    const response = await this.#ask({}, signal);
    if (response.ok && response.status !== 206) return response;
    throw this.#refusal(response);
  }

  /**
   * Asks for one chunk, or for the rest of it.
   *
   * @param chunk Which.
   * @param have Bytes of it that are here already, fewer than all.
   * @param signal Of the request.
   * @throws NearsideError 'network', 'policy', or 'integrity' when it answers with another part.
   */
  async askChunk(chunk: Chunk, have: number, signal: AbortSignal): Promise<Answer> {
    const [start, end] = [chunk.start + have, chunk.start + chunk.bytes];
    const range = { range: `bytes=${start}-${end - 1}` };
    const conditional = this.#asksIfUnchanged && !this.#isMoved && this.#changes < 2;
    const validator = conditional ? this.#validator : undefined;
    const response = await this.#ask(validator === undefined ? range : { ...range, 'if-range': validator }, signal);
    // The range of a coded body counts coded bytes: of no use.
    if (response.status === 416 || (response.status === 206 && response.headers.has('content-encoding'))) {
      void response.body?.cancel().catch(() => undefined);
      return { kind: 'no-ranges' };
    }
    if (response.status === 206) {
      this.#checkRange(response, start, end);
      this.#validator = validatorOf(response.headers);
      return { kind: 'chunk', response };
    }
    if (!response.ok) throw this.#refusal(response);
    if (validator === undefined || validator === validatorOf(response.headers)) return { kind: 'file', response };
    // Changed since the last chunk. What is committed was verified and stays; the digests judge the new version as well.
    void response.body?.cancel().catch(() => undefined);
    this.#changes += 1;
    this.#validator = undefined;
    return this.askChunk(chunk, have, signal);
  }

  async #ask(headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
    const question = { source: this.source, policy: this.#policy, headers, signal, clock: this.#clock };
    const response = await ask({ ...question, isMoved: this.#isMoved });
    this.answers += 1;
    // Only where the browser followed by itself.
    this.#isMoved ||= response.redirected;
    return response;
  }

  #checkRange({ headers }: Response, start: number, end: number): void {
    const value = headers.get('content-range');
    // Hidden across origins, unless the server exposes it.
    if (value === null) return;
    const range = parseContentRange(value);
    const isRight = range?.start === start && range.end === end;
    if (isRight && (range.total ?? this.#fileBytes) === this.#fileBytes) return;
    throw new NearsideError(
      'integrity',
      `${this.source.url} answered with '${value.slice(0, 80)}' where bytes ${start}-${end - 1}/${this.#fileBytes} were asked for`,
      { stage: 'verify', hint: 'Another file is served there, or the server mistakes ranges.' },
    );
  }

  #refusal({ status, headers, body }: Response): NearsideError {
    void body?.cancel().catch(() => undefined);
    this.quiet.ask(retryAfterMs(headers, this.#clock.now()) ?? 0);
    return refusedFetch(this.source.url, status, 'The model is not there: check the URL that was given for it.');
  }
}
