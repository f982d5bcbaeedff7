import type { JSX } from 'preact';
import { formatBytes } from '../format.ts';
import type { Site } from '../state/site.ts';
import { ModalDialog } from '../ui/modal-dialog.tsx';

/** Asks before a model is downloaded. */
export function ConsentDialog({ site }: { readonly site: Site }): JSX.Element | null {
  const question = site.consent.question.value;
  if (!question) return null;
  const { bytes, licence, origin, model, saveData } = question.request;
  const isOwn = origin === location.origin;
  return (
    <ModalDialog
      key={model}
      title={`Download ${model}?`}
      onClose={() => question.answer(false)}
      buttons={
        <>
          <button type="button" class="button" onClick={() => question.answer(false)}>
            Not now
          </button>
          <button type="button" class="button primary" onClick={() => question.answer(true)}>
            Download {formatBytes(bytes)}
          </button>
        </>
      }
    >
      <dl class="pairs">
        <dt>Size</dt>
        <dd>{formatBytes(bytes)}</dd>
        <dt>Licence</dt>
        <dd>{licence || 'not known'}</dd>
        <dt>From</dt>
        <dd>
          {origin}
          {isOwn && ', where this page came from'}
        </dd>
      </dl>
      <p>It is kept in this browser, and then runs here without a network. Your files are not sent with it.</p>
      {saveData && <p class="warning-box">You have asked your browser to spare data.</p>}
    </ModalDialog>
  );
}
