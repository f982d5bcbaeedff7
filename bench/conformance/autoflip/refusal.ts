import { NearsideError } from '@nearside/core';

/** A refusal by the runner itself, where ours says "nothing" and the reference fails. */
export function invalidInput(message: string): NearsideError {
  return new NearsideError('invalid-input', message);
}
