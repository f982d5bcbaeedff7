import type { JSX, TargetedEvent } from 'preact';
import { useRef } from 'preact/hooks';

interface ImportAreaProps {
  /** Nothing is stored: then this is what the page shows of it. */
  readonly isEmpty?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** The way in from disk. A drop anywhere on the page does the same. */
export function ImportArea({ isEmpty = false, onFiles }: ImportAreaProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const onChange = ({ currentTarget }: TargetedEvent<HTMLInputElement>): void => {
    const files = [...(currentTarget.files ?? [])];
    // So that the same file can be picked once more.
    currentTarget.value = '';
    if (files.length > 0) onFiles(files);
  };
  const picker = (
    <>
      <button
        type="button"
        class={isEmpty ? 'button primary' : 'button'}
        aria-describedby="import-hint"
        onClick={() => input.current?.click()}
      >
        Import from disk
      </button>
      <input ref={input} type="file" hidden multiple onChange={onChange} />
    </>
  );
  if (!isEmpty) {
    return (
      <div class="import-line">
        <span id="import-hint" class="soft wide-only">
          or drop a file on this page
        </span>
        {picker}
      </div>
    );
  }
  return (
    <div class="import-empty">
      <p>
        <strong>Nothing else is kept in this browser yet.</strong>
      </p>
      <p id="import-hint" class="soft">
        A model file that you have on disk, of any size, can be dropped here. It is copied piece by piece, its digest is
        shown, and it stays after a reload.
      </p>
      {picker}
    </div>
  );
}
