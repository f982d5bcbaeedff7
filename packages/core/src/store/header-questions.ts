import { race } from '../abort/race.ts';
import { decodeError, type WireError } from '../wire/errors.ts';

/** The page's answer: headers, or why there are none. */
export type HeaderAnswer =
  | { readonly question: number; readonly headers: Readonly<Record<string, string>> }
  | { readonly question: number; readonly error: WireError };

/** Asks the page for the headers of a request: its `authorize` is a function, and those do not cross to a worker. */
export class HeaderQuestions {
  readonly #open = new Map<number, (answer: HeaderAnswer) => void>();
  #count = 0;

  /**
   * @param url Of the request.
   * @param send Reports to the page.
   * @param signal Of the call that the request is made for.
   * @throws What the page's function threw; the signal's reason on abort.
   */
  async ask(
    url: string,
    send: (report: { readonly type: 'headers'; readonly question: number; readonly url: string }) => void,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, string>>> {
    const question = this.#count++;
    const answered = new Promise<HeaderAnswer>((resolve) => this.#open.set(question, resolve));
    send({ type: 'headers', question, url });
    try {
      const answer = await race(answered, signal);
      if ('error' in answer) throw decodeError(answer.error);
      return answer.headers;
    } finally {
      this.#open.delete(question);
    }
  }

  /** @param answer Of the page; to a question that nobody asks any more it is dropped. */
  hear(answer: HeaderAnswer): void {
    this.#open.get(answer.question)?.(answer);
  }
}
