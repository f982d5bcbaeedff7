import { signal, type ReadonlySignal } from '@preact/signals';
import type { ConsentRequest } from '@nearside/core';

/** A question that waits for the user. */
export interface ConsentQuestion {
  readonly request: ConsentRequest;
  answer(agrees: boolean): void;
}

/** Asks the user before a model is downloaded: one question at a time, and each once while the page is open. */
export class Consent {
  readonly #question = signal<ConsentQuestion | undefined>(undefined);
  readonly #agreed = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  /** For the page to show. */
  get question(): ReadonlySignal<ConsentQuestion | undefined> {
    return this.#question;
  }

  /** A runtime's `onConsent`. */
  readonly ask = (request: ConsentRequest): Promise<boolean> => {
    const asked = this.#last.then(() => this.#ask(request));
    this.#last = asked;
    return asked;
  };

  async #ask(request: ConsentRequest): Promise<boolean> {
    const { model, origin, licence } = request;
    const key = JSON.stringify([model, origin, licence]);
    // Going on with a download that was paused is no new decision.
    if (this.#agreed.has(key)) return true;
    const agrees = await new Promise<boolean>((answer) => (this.#question.value = { request, answer }));
    this.#question.value = undefined;
    if (agrees) this.#agreed.add(key);
    return agrees;
  }
}
