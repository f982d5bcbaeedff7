import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { holdsFiles } from '../intake/data-transfer.ts';
import type { Site } from '../state/site.ts';

/** Takes drops anywhere on the page, and shows while something is over it that it will. */
export function DropOverlay({ site }: { readonly site: Site }): JSX.Element {
  const isOver = useSignal(false);
  const isForModels = (): boolean => site.views.current.value === 'models';
  // Before the first paint: a page that can be seen can be dropped on.
  useLayoutEffect(() => {
    const listening = new AbortController();
    const on = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', listener: (event: DragEvent) => void): void =>
      window.addEventListener(type, listener, { signal: listening.signal });

    on('dragenter', ({ dataTransfer }) => {
      if (!dataTransfer || !holdsFiles(dataTransfer)) return;
      isOver.value = true;
      if (!isForModels()) site.engine.warmUp();
    });
    on('dragover', (event) => {
      if (!event.dataTransfer || !holdsFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    });
    // Without a related target the drag has left the window.
    on('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) isOver.value = false;
    });
    on('drop', (event) => {
      isOver.value = false;
      if (!event.dataTransfer || !holdsFiles(event.dataTransfer)) return;
      event.preventDefault();
      site.takeTransfer(event.dataTransfer);
    });
    return () => listening.abort();
  }, [site, isOver]);
  return (
    <div class="drop-overlay" hidden={!isOver.value} aria-hidden="true">
      <p>{isForModels() ? 'Drop to import it as a model' : 'Drop to see what it is'}</p>
    </div>
  );
}
