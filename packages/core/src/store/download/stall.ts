import { NearsideError } from '../../errors.ts';
import type { Clock } from './clock.ts';

/** How long a server may be silent in the middle of an answer, or before it. */
export const stallAfterMs = 20_000;

/**
 * Waits for bytes, but not for ever.
 *
 * @param work What brings them.
 * @param url Named in the error.
 * @param clock Measures the silence.
 * @throws NearsideError 'network' after {@link stallAfterMs}. Whoever called has to end `work`.
 */
export async function orStalled<T>(work: Promise<T>, url: string, clock: Clock): Promise<T> {
  const over = new AbortController();
  const silence = clock.sleep(stallAfterMs, over.signal).then((): never => {
    throw new NearsideError('network', `${url} was silent for ${stallAfterMs / 1000} s`, {
      stage: 'fetch',
      hint: 'The connection or the server stalled: what was loaded is kept, load again.',
    });
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    over.abort();
  }
}
