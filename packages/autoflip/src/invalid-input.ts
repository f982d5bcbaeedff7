import { NearsideError } from '@nearside/core';

/**
 * The error for input that cannot be used.
 *
 * @param stage The step that refused it, a short word.
 * @param message What is wrong with what.
 * @param hint What to do about it.
 */
export function invalidInput(stage: string, message: string, hint?: string): NearsideError {
  return new NearsideError('invalid-input', message, { stage, ...(hint !== undefined && { hint }) });
}
