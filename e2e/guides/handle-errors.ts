// The code of docs/errors.md; guides.test.ts runs it.
import { isNearsideError, type HeldModel, type Manifest, type Runtime, type StoredModel } from '@nearside/core';

// #region explain
/** What a page says of a failure, and whether "Try again" makes sense; undefined where there is nothing to say. */
export function explain(error: unknown): { text: string; canRetry: boolean } | undefined {
  // Whoever aborted knows.
  if (error instanceof DOMException && error.name === 'AbortError') return undefined;
  if (!isNearsideError(error)) throw error; // a mistake in your own code: not to be hidden
  // For the developer, and for a bug report.
  console.error(`${error.code} (${error.stage}): ${error.message}. ${error.hint ?? ''}`, error.cause);
  const canRetry = error.retryable;
  switch (error.code) {
    case 'invalid-input':
      return { text: 'This file cannot be read. Please choose it again.', canRetry };
    case 'network':
      return { text: 'The model cannot be loaded. Is the device online?', canRetry };
    case 'quota':
      return { text: 'There is no room for the model on this device.', canRetry };
    case 'unsupported':
      return { text: 'This browser cannot run the model.', canRetry };
    default:
      return { text: 'Something went wrong.', canRetry };
  }
}
// #endregion

// #region again
/** Makes a call once more where that may help. */
export async function onceMore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isNearsideError(error) || !error.retryable) throw error;
    return work();
  }
}
// #endregion

// #region quota
/** Obtains a model; where the disk is full, lets the user say which others may go. */
export async function obtainWithRoom(
  runtime: Runtime,
  manifest: Manifest,
  provider: string,
  ask: (models: readonly StoredModel[]) => Promise<readonly StoredModel[]>,
): Promise<HeldModel> {
  try {
    return await runtime.models.obtain(manifest, provider);
  } catch (error) {
    if (!isNearsideError(error) || error.code !== 'quota') throw error;
    const unused = (await runtime.models.list()).filter(({ isInUse }) => !isInUse);
    for (const model of await ask(unused)) await runtime.models.delete(model.id, model.provider);
    return runtime.models.obtain(manifest, provider);
  }
}
// #endregion
