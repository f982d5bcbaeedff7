import type { FilesQuestion } from './files-question.ts';
import type { HeldModel, ModelStore } from '../store/model-store.ts';
import type { Answer } from '../wire/questions.ts';

/** Answers the starts of one task from the model store, and holds what they were given as long as the task lives. */
export class StoredFiles {
  readonly #models: ModelStore;
  readonly #urls: Readonly<Record<string, string>>;
  /** By model and form: a start that is made again holds nothing twice. */
  readonly #held = new Map<string, HeldModel>();
  #isReleased = false;

  /**
   * @param models The runtime's.
   * @param urls Of the task's model files, by path.
   */
  constructor(models: ModelStore, urls: Readonly<Record<string, string>>) {
    this.#models = models;
    this.#urls = urls;
  }

  /** See {@link Answer}. */
  readonly answer: Answer = async (question, { signal, report }) => {
    const { manifest, artefact } = question as FilesQuestion;
    const options = { signal, artefact, onBytes: report, urls: this.#urls };
    const held = await this.#models.obtain(manifest, artefact.provider, options);
    const key = JSON.stringify([manifest.id, artefact.provider, ...artefact.files.map(({ sha256 }) => sha256)]);
    if (this.#isReleased) held.release();
    else {
      this.#held.get(key)?.release();
      this.#held.set(key, held);
    }
    return held.files;
  };

  /** The task is over: its models may be evicted. */
  release(): void {
    this.#isReleased = true;
    for (const held of this.#held.values()) held.release();
    this.#held.clear();
  }
}
