import { NearsideError } from '../errors.ts';
import { decodeError, encodeError, type WireError } from './errors.ts';
import type { Reply, ToClient, ToWorker } from './protocol.ts';

/** What an answer is given beside its question. */
export interface AnswerContext {
  /** Of the call in whose middle the question is asked. */
  readonly signal: AbortSignal;
  /** Tells the asking side how far the answer is. */
  readonly report: (progress: unknown) => void;
}

/**
 * Answers what the other side of a call asks: a start asks the page for a model's files. Question, progress and answer
 * are structured-cloneable.
 */
export type Answer = (question: unknown, context: AnswerContext) => Promise<unknown>;

/** How a worker asks back in the middle of a call. Rejects with the answer's own error, or the reason of the call's abort. */
export type Ask = (question: unknown, onProgress?: (progress: unknown) => void) => Promise<unknown>;

type Asked = Extract<ToClient, { nearside: 'ask' }>;
type Answered = Extract<ToWorker, { nearside: 'answer' | 'answering' }>;

/** The asking side of one call: keeps what is not answered yet. */
export class Questions {
  readonly #call: number;
  readonly #post: (message: Asked) => void;
  readonly #open = new Map<
    number,
    { settle: (reply: Reply) => void; onProgress: ((progress: unknown) => void) | undefined }
  >();
  #count = 0;

  /**
   * @param call The client's number for it.
   * @param post Sends to the other side.
   */
  constructor(call: number, post: (message: Asked) => void) {
    this.#call = call;
    this.#post = post;
  }

  /** See {@link Ask}. */
  ask(value: unknown, onProgress?: (progress: unknown) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const question = ++this.#count;
      const settle = (reply: Reply) => (reply.ok ? resolve(reply.value) : reject(decodeError(reply.error)));
      this.#post({ nearside: 'ask', call: this.#call, question, value });
      this.#open.set(question, { settle, onProgress });
    });
  }

  /** @param message Of the answering side; what nobody waits for any more is dropped. */
  hear(message: Answered): void {
    const waiting = this.#open.get(message.question);
    if (message.nearside === 'answering') waiting?.onProgress?.(message.progress);
    else if (this.#open.delete(message.question)) waiting?.settle(message.reply);
  }

  /** @param error What every open question rejects with. */
  rejectAll(error: WireError): void {
    for (const { settle } of this.#open.values()) settle({ ok: false, error });
    this.#open.clear();
  }
}

/**
 * The answering side of one question.
 *
 * @param asked As it arrived.
 * @param answer Of the caller; without one the question is refused.
 * @param signal Of the call.
 * @param send Back to the asking side; throws what cannot be cloned.
 */
export async function answerQuestion(
  { call, question, value }: Asked,
  answer: Answer | undefined,
  signal: AbortSignal | undefined,
  send: (message: Answered) => void,
): Promise<void> {
  try {
    const report = (progress: unknown) => send({ nearside: 'answering', call, question, progress });
    const context = { signal: signal ?? new AbortController().signal, report };
    const answered = await (answer ?? refuseQuestion)(value, context);
    send({ nearside: 'answer', call, question, reply: { ok: true, value: answered } });
  } catch (error) {
    send({ nearside: 'answer', call, question, reply: { ok: false, error: encodeError(error) } });
  }
}

/** The answer where a caller gives none. */
export const refuseQuestion: Answer = () =>
  Promise.reject(new NearsideError('unsupported', 'nobody answers questions of this call', { stage: 'call' }));
