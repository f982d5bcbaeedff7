import { isNearsideError, messageOf } from '@nearside/core';

/** What went wrong, for a person to read. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** What to do about it; of the core's errors in a developer's words. */
  readonly hint: string | undefined;
  /** Whether the same may go well when it is simply tried again. */
  readonly isRetryable?: boolean;
}

/** Puts anything that was thrown into words. */
export function toFailure(error: unknown): Failure {
  if (isNearsideError(error)) {
    const { code, message, hint, retryable } = error;
    return { code, message, hint, isRetryable: retryable };
  }
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

const tellTheOwner = 'If that does not help, tell the site’s owner what it says below.';

/** What a visitor can do where the model cannot be loaded: the core's own hints are for who builds the site. */
export function adviceOnLoading({ code, isRetryable }: Failure): string {
  switch (code) {
    case 'network':
      return isRetryable
        ? `A file of the model did not arrive. Check your connection and try again. ${tellTheOwner}`
        : 'A file of the model is missing on this site, or is refused. You cannot mend that: try again later, or tell the site’s owner what it says below.';
    case 'integrity':
    case 'worker-version-mismatch':
      return `A file of the model is not the one that belongs to this page, as happens while a site is being updated. Reload the page. ${tellTheOwner}`;
    case 'unsupported':
      return 'This browser cannot run the model. Another one can, or a newer version of it.';
    case 'policy':
      return 'A security policy of this site, or of your organisation, does not let the model run. Tell the site’s owner what it says below.';
    default:
      return `The model did not start. Try again, or reload the page. ${tellTheOwner}`;
  }
}
