import { isNearsideError, messageOf } from '@nearside/core';

/** What went wrong, for a person to read. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string | undefined;
}

/** Puts anything that was thrown into words. */
export function toFailure(error: unknown): Failure {
  if (isNearsideError(error)) return { code: error.code, message: error.message, hint: error.hint };
  if (error instanceof DOMException) {
    return { code: error.name, message: error.message, hint: domHints[error.name] };
  }
  return { code: 'error', message: messageOf(error), hint: undefined };
}

const changed = 'It was changed, moved or deleted since it was chosen: choose it again.';

const domHints: Readonly<Record<string, string>> = {
  NotFoundError: changed,
  NotReadableError: 'It may be locked by another program, or you may lack the right to read it.',
  SecurityError: 'The browser keeps this place from web pages: copy the file elsewhere and choose the copy.',
};
