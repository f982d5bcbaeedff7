import { useSignal, type Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { readEnds } from '@nearside/magika/features';
import { plural } from '../format.ts';
import { toFailure, type Failure } from '../rows/failure.ts';
import { topLevel, type Heat } from '../rows/heat.ts';
import { hexDump, type Run } from '../rows/hex.ts';
import { readingOf, type Reading, type Stretch } from '../rows/reading.ts';
import type { AnsweredRow } from '../rows/row.ts';
import type { Engine } from '../state/engine.ts';
import { HeatView } from './heat-view.tsx';
import { hasWideDetails } from './media.ts';

/** The bytes that the model read, at both ends. They are read again: the page keeps none. One row's: give it a key. */
export function ByteView({ row, engine }: { readonly row: AnsweredRow; readonly engine: Engine }): JSX.Element {
  const state = useSignal<ReadState>({});
  const heat: Signal<Heat | undefined> = useSignal(undefined);
  useEffect(() => {
    const leaving = new AbortController();
    const show = async (): Promise<void> => {
      const read = await readAgain(row, leaving.signal);
      if (!leaving.signal.aborted) state.value = read;
    };
    void show();
    return () => leaving.abort();
  }, [row, state]);

  const { file, reading, failure } = state.value;
  const wasAsked = row.best !== undefined;
  return (
    <section class="details-section">
      <h3>{wasAsked ? 'What the model read' : 'What was read'}</h3>
      {failure && <p>The bytes cannot be shown any more. {failure.hint ?? failure.message}</p>}
      {file && reading && (
        <>
          {wasAsked && <HeatView file={file} reading={reading} engine={engine} heat={heat} />}
          <StretchView title="Beginning" stretch={reading.beginning} side="before" levels={heat.value?.beginning} />
          <StretchView title="End" stretch={reading.end} side="after" levels={heat.value?.end} />
        </>
      )}
    </section>
  );
}

interface ReadState {
  readonly file?: File;
  readonly reading?: Reading;
  readonly failure?: Failure;
}

async function readAgain(row: AnsweredRow, signal: AbortSignal): Promise<ReadState> {
  try {
    const file = await row.open();
    return { file, reading: readingOf(await readEnds(file, signal)) };
  } catch (error) {
    return { failure: toFailure(error) };
  }
}

interface StretchViewProps {
  readonly title: string;
  readonly stretch: Stretch;
  readonly side: 'before' | 'after';
  readonly levels: Uint8Array | undefined;
}

function StretchView({ title, stretch, side, levels }: StretchViewProps): JSX.Element {
  const { bytes, offset, strippedBytes, paddingTokens } = stretch;
  const notes = [
    plural(bytes.length, 'byte'),
    strippedBytes > 0 && `${plural(strippedBytes, 'white-space byte')} ${side} them left out`,
    paddingTokens > 0 && `${plural(paddingTokens, 'padding token')} ${side === 'before' ? 'after' : 'before'} them`,
  ];
  const dump = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (levels) showHottest(dump.current);
  }, [levels]);
  const { offsets, hex, text } = hexDump(bytes, offset, hasWideDetails.value ? 16 : 8, levels);
  return (
    <figure class="bytes">
      <figcaption>
        <b>{title}</b> {notes.filter(Boolean).join(', ')}
      </figcaption>
      {bytes.length > 0 && (
        <div ref={dump} class="dump" tabIndex={0} role="group" aria-label={`${title}: offsets, bytes in hex, text`}>
          <pre class="dump-offsets">{offsets}</pre>
          <pre>{hex.map(drawRun)}</pre>
          <pre class="dump-text">{text.map(drawRun)}</pre>
        </div>
      )}
    </figure>
  );
}

/** Scrolls a dump, and nothing around it, to its strongest bytes. */
function showHottest(dump: HTMLElement | null): void {
  for (let level = topLevel; dump && level > 0; level -= 1) {
    const hottest = dump.querySelector<HTMLElement>(`.heat-${level}`);
    if (!hottest) continue;
    dump.scrollTop += hottest.getBoundingClientRect().top - dump.getBoundingClientRect().top - dump.clientHeight / 3;
    return;
  }
}

function drawRun({ level, text }: Run, index: number): JSX.Element | string {
  if (level === 0) return text;
  return (
    <span key={index} class={`heat heat-${level}`}>
      {text}
    </span>
  );
}
