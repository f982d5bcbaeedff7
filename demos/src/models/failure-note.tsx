import type { JSX } from 'preact';
import type { Failure } from '../rows/failure.ts';
import { adviceOnModels } from './words.ts';

/** What went wrong: what a visitor can do, and, folded away, what the error says to who builds the site. */
export function FailureNote({ failure }: { readonly failure: Failure }): JSX.Element {
  const { code, message, hint } = failure;
  return (
    <div class="failure-note" role="alert">
      <p>{adviceOnModels(failure)}</p>
      <details class="failure-details">
        <summary>What exactly went wrong</summary>
        <p>
          <code>{code}</code> {message}
        </p>
        {hint && <p>For who builds the site: {hint}</p>}
      </details>
    </div>
  );
}
