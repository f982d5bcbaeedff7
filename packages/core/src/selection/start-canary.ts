import type { Connection } from '../connection/connection.ts';
import { NearsideError } from '../errors.ts';
import type { FilesQuestion } from '../model/files-question.ts';
import type { Explanation } from '../model/open-model.ts';
import type { StartRequest } from '../connection/start-request.ts';
import type { ModelStore } from '../store/model-store.ts';
import type { Answer } from '../wire/questions.ts';
import { measureCandidates } from './canary.ts';
import type { ChoiceMemory } from './choice-memory.ts';
import { whenIdle } from './idle.ts';
import { isHere } from './is-here.ts';

/** What the runtime gives a task's canary. */
export interface CanaryOptions {
  readonly request: StartRequest;
  readonly running: readonly Explanation[];
  readonly memory: ChoiceMemory;
  readonly models: ModelStore;
  /** How the task itself gets its files. */
  readonly answer: Answer;
  readonly open: (signal: AbortSignal) => Promise<Connection>;
  /** Whether the task has calls in flight. */
  readonly isBusy: () => boolean;
  /** Aborted when the task ends. */
  readonly signal: AbortSignal;
  /** Milliseconds that one provider may take. */
  readonly budgetMs: number;
}

/**
 * Measures a task's candidates in the browser's idle time, with what the browser has already.
 *
 * @param options Of the runtime.
 */
export function startCanary({ isBusy, models, answer, ...parts }: CanaryOptions): Promise<void> {
  return measureCandidates({
    ...parts,
    answer: onlyStored(models, answer),
    isHere,
    idle: (signal) => whenIdle(isBusy, signal),
    nowMs: Date.now,
  });
}

/** The store's files where it has them whole: a canary is never a reason to download. */
function onlyStored(models: ModelStore, answer: Answer): Answer {
  return async (question, context) => {
    const { manifest, artefact } = question as FilesQuestion;
    if ((await models.availability(manifest, artefact.provider)) !== 'available') {
      throw new NearsideError('unsupported', `${manifest.id} is not stored: nothing is fetched to measure it`);
    }
    return answer(question, context);
  };
}
