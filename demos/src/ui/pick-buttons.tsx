import type { JSX, TargetedEvent } from 'preact';
import { useRef } from 'preact/hooks';
import type { Site } from '../state/site.ts';

/** The two ways to pick. Touching them starts to load the model, so that it is here when the files are. */
export function PickButtons({
  site,
  primary = false,
}: {
  readonly site: Site;
  readonly primary?: boolean;
}): JSX.Element {
  return (
    <div class="pick-buttons">
      <PickButton site={site} label="Add files" class={primary ? 'button primary' : 'button'} />
      <PickButton site={site} label="Add folder" class="button" folder />
    </div>
  );
}

interface PickButtonProps {
  readonly site: Site;
  readonly label: string;
  readonly class: string;
  readonly folder?: boolean;
}

function PickButton({ site, label, class: className, folder = false }: PickButtonProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const onChange = ({ currentTarget }: TargetedEvent<HTMLInputElement>): void => {
    if (currentTarget.files?.length) site.takeFiles(currentTarget.files);
    // So that the same file can be picked once more.
    currentTarget.value = '';
  };
  return (
    <>
      <button
        type="button"
        class={className}
        onPointerDown={() => site.engine.warmUp()}
        onClick={() => input.current?.click()}
      >
        {label}
      </button>
      <input ref={input} type="file" hidden multiple {...(folder && { webkitdirectory: true })} onChange={onChange} />
    </>
  );
}
