import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { readEnds } from '@nearside/magika/features';
import { plural } from '../format.ts';
import { toFailure, type Failure } from '../rows/failure.ts';
import { hexDump } from '../rows/hex.ts';
import { readingOf, type Reading, type Stretch } from '../rows/reading.ts';
import { hasWideDetails } from './media.ts';

/** The bytes that the model read, at both ends. They are read again: the page keeps none. */
export function ByteView({ file, wasAsked }: { readonly file: File; readonly wasAsked: boolean }): JSX.Element {
  const state = useSignal<ReadState>({});
  useEffect(() => {
    const leaving = new AbortController();
    state.value = {};
    const show = async (): Promise<void> => {
      const read = await readAgain(file, leaving.signal);
      if (!leaving.signal.aborted) state.value = read;
    };
    void show();
    return () => leaving.abort();
  }, [file, state]);

  const { reading, failure } = state.value;
  return (
    <section class="details-section">
      <h3>{wasAsked ? 'What the model read' : 'What was read'}</h3>
      {failure && <p>The bytes cannot be shown any more. {failure.hint ?? failure.message}</p>}
      {reading && (
        <>
          <StretchView title="Beginning" stretch={reading.beginning} side="before" />
          <StretchView title="End" stretch={reading.end} side="after" />
        </>
      )}
    </section>
  );
}

interface ReadState {
  readonly reading?: Reading;
  readonly failure?: Failure;
}

async function readAgain(file: File, signal: AbortSignal): Promise<ReadState> {
  try {
    return { reading: readingOf(await readEnds(file, signal)) };
  } catch (error) {
    return { failure: toFailure(error) };
  }
}

interface StretchViewProps {
  readonly title: string;
  readonly stretch: Stretch;
  readonly side: 'before' | 'after';
}

function StretchView({ title, stretch, side }: StretchViewProps): JSX.Element {
  const { bytes, offset, strippedBytes, paddingTokens } = stretch;
  const notes = [
    plural(bytes.length, 'byte'),
    strippedBytes > 0 && `${plural(strippedBytes, 'white-space byte')} ${side} them left out`,
    paddingTokens > 0 && `${plural(paddingTokens, 'padding token')} ${side === 'before' ? 'after' : 'before'} them`,
  ];
  const { offsets, hex, text } = hexDump(bytes, offset, hasWideDetails.value ? 16 : 8);
  return (
    <figure class="bytes">
      <figcaption>
        <b>{title}</b> {notes.filter(Boolean).join(', ')}
      </figcaption>
      {bytes.length > 0 && (
        <div class="dump" tabIndex={0} role="group" aria-label={`${title}: offsets, bytes in hex, text`}>
          <pre class="dump-offsets">{offsets}</pre>
          <pre>{hex}</pre>
          <pre class="dump-text">{text}</pre>
        </div>
      )}
    </figure>
  );
}
