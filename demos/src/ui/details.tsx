import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatBytes, formatCount } from '../format.ts';
import type { AnsweredRow, FailedRow, Verdict } from '../rows/row.ts';
import { describeMismatch } from '../rows/words.ts';
import type { Site } from '../state/site.ts';
import { ByteView } from './byte-view.tsx';
import { CloseIcon, WarningIcon } from './icons.tsx';
import { isNarrow } from './media.ts';
import { RunFacts } from './run-facts.tsx';
import { Why } from './why.tsx';

interface DetailsProps {
  readonly site: Site;
  readonly returnFocus: () => void;
}

/** Why the current row says what it says: beside the table, or over the page where there is no room. */
export function Details({ site, returnFocus }: DetailsProps): JSX.Element {
  const { results } = site;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const verdict = results.current.value;
  const isOpen = results.areDetailsOpen.value && verdict !== undefined;

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (element.open) element.close();
    if (!isOpen) return;
    // show() would take the focus from the table, where arrow keys go on.
    if (isNarrow.value) element.showModal();
    else element.open = true;
  }, [isOpen, isNarrow.value]);

  useEffect(() => {
    if (results.focusRequests.value > 0) heading.current?.focus();
  }, [results.focusRequests.value]);

  const close = (): void => {
    results.areDetailsOpen.value = false;
    returnFocus();
  };
  return (
    <dialog
      ref={dialog}
      class="details"
      aria-labelledby="details-name"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !isNarrow.value) close();
      }}
    >
      {verdict && (
        <>
          <header class="details-head">
            <div>
              <h2 id="details-name" ref={heading} tabIndex={-1}>
                {verdict.row.name}
              </h2>
              <p class="details-place">
                {verdict.row.folder && <span>{verdict.row.folder}</span>}
                {verdict.row.kind === 'answered' && <SizeText sizeBytes={verdict.row.sizeBytes} />}
              </p>
            </div>
            <button type="button" class="button quiet icon-button" aria-label="Close details" onClick={close}>
              <CloseIcon />
            </button>
          </header>
          {verdict.row.kind === 'failed' ? (
            <FailureFacts row={verdict.row} />
          ) : (
            <Answer site={site} verdict={verdict as AnsweredVerdict} />
          )}
        </>
      )}
    </dialog>
  );
}

type AnsweredVerdict = Extract<Verdict, { readonly row: AnsweredRow }>;

function SizeText({ sizeBytes }: { readonly sizeBytes: number }): JSX.Element {
  return (
    <span>
      {formatBytes(sizeBytes)}
      {sizeBytes >= 1000 && ` (${formatCount(sizeBytes)} bytes)`}
    </span>
  );
}

function Answer({ site, verdict }: { readonly site: Site; readonly verdict: AnsweredVerdict }): JSX.Element {
  const { row, identification, mismatch } = verdict;
  const { description, label, mimeType, group, extensions } = identification;
  return (
    <>
      <section class="details-section">
        <p class="answer">{description}</p>
        {mismatch && (
          <p class="warning-box">
            <WarningIcon /> {describeMismatch(verdict)}{' '}
            {mismatch.runs && 'It can run: do not open it unless you know where it is from.'}
          </p>
        )}
        <dl class="pairs">
          <dt>Label</dt>
          <dd>
            <code>{label}</code>
          </dd>
          <dt>MIME type</dt>
          <dd>
            <code>{mimeType}</code>
          </dd>
          <dt>Group</dt>
          <dd>{group}</dd>
          <dt>Extensions</dt>
          <dd>{extensions.length > 0 ? extensions.map((one) => `.${one}`).join(', ') : 'none of its own'}</dd>
        </dl>
      </section>
      <Why identification={identification} best={row.best} mode={site.results.mode.value} />
      <ByteView key={row.id} row={row} engine={site.engine} />
      <RunFacts explanation={row.explanation} wasAsked={row.best !== undefined} />
    </>
  );
}

function FailureFacts({ row: { failure } }: { readonly row: FailedRow }): JSX.Element {
  return (
    <section class="details-section">
      <p class="answer">Could not be read</p>
      {failure.hint && <p>{failure.hint}</p>}
      <dl class="pairs">
        <dt>Code</dt>
        <dd>
          <code>{failure.code}</code>
        </dd>
        <dt>Message</dt>
        <dd>{failure.message}</dd>
      </dl>
    </section>
  );
}
