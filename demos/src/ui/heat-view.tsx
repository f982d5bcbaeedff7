import { useSignal, type Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { toFailure, type Failure } from '../rows/failure.ts';
import {
  describeHeat,
  describeWeight,
  hasWeight,
  isReadTwice,
  heatOf,
  placeOf,
  topLevel,
  windowSizes,
  type Heat,
} from '../rows/heat.ts';
import { offsetText } from '../rows/hex.ts';
import type { Reading } from '../rows/reading.ts';
import type { Engine } from '../state/engine.ts';

interface HeatViewProps {
  readonly file: File;
  readonly reading: Reading;
  readonly engine: Engine;
  /** Set here, drawn on the bytes. */
  readonly heat: Signal<Heat | undefined>;
}

/** Pieces that are told in words. */
const toldCount = 3;

/** Finds which bytes mattered when it is asked to, and tells it in words; the bytes themselves are coloured elsewhere. */
export function HeatView({ file, reading, engine, heat }: HeatViewProps): JSX.Element {
  const isWanted = useSignal(false);
  const failure: Signal<Failure | undefined> = useSignal(undefined);
  const wanted = isWanted.value;
  useEffect(() => {
    if (!wanted) return undefined;
    const leaving = new AbortController();
    const { signal } = leaving;
    failure.value = undefined;
    const find = async (): Promise<void> => {
      try {
        const found = await findHeat(file, reading, engine, signal);
        if (!signal.aborted) heat.value = found;
      } catch (error) {
        if (!signal.aborted) failure.value = toFailure(error);
      }
    };
    void find();
    return () => {
      leaving.abort();
      heat.value = undefined;
    };
  }, [wanted, file, reading, engine, heat, failure]);

  return (
    <>
      <div>
        <button type="button" class="button" aria-pressed={wanted} onClick={() => (isWanted.value = !wanted)}>
          Which bytes mattered
        </button>
      </div>
      <div class="heat-words" aria-live="polite">
        {wanted && <HeatWords heat={heat.value} failure={failure.value} isTwice={isReadTwice(reading)} />}
      </div>
    </>
  );
}

/** Fine pieces first; where none of them matters alone, larger ones. */
async function findHeat(file: File, reading: Reading, engine: Engine, signal: AbortSignal): Promise<Heat | undefined> {
  const magika = await engine.ensure();
  let heat: Heat | undefined;
  for (const windowTokens of windowSizes) {
    const attribution = await magika.attribute(file, { signal, windowTokens });
    if (!attribution) return undefined;
    heat = heatOf(attribution, reading);
    if (hasWeight(attribution)) return heat;
  }
  return heat;
}

interface HeatWordsProps {
  readonly heat: Heat | undefined;
  readonly failure: Failure | undefined;
  readonly isTwice: boolean;
}

function HeatWords({ heat, failure, isTwice }: HeatWordsProps): JSX.Element {
  if (failure) return <p>That could not be found out. {failure.message}</p>;
  if (!heat) return <p>Taking bytes away, piece by piece…</p>;
  const { weights, score, modelLabel, windowTokens } = heat;
  if (weights.length === 0) return <p>{describeHeat(heat)}</p>;
  return (
    <>
      <p>
        {describeHeat(heat)} Each piece of {windowTokens} bytes was taken away in turn, to see what that costs the score
        of <code>{modelLabel}</code>:
      </p>
      <ol class="weights">
        {weights.slice(0, toldCount).map((weight) => (
          <li key={`${weight.side}-${weight.from}`}>
            {placeOf(weight)} at the {weight.side} (<code>{offsetText(weight.from)}</code>):{' '}
            {describeWeight(weight, score)}
          </li>
        ))}
      </ol>
      {isTwice && (
        <p>The file is small, so its two ends share bytes: what is taken from one may still be in the other.</p>
      )}
      <p class="heat-legend">
        Loses{' '}
        {Array.from({ length: topLevel }, (_, level) => (
          <span key={level} class={`heat heat-${level + 1}`}>
            {level === 0 ? 'little' : level === topLevel - 1 ? 'most' : '\u00a0\u00a0'}
          </span>
        ))}
      </p>
    </>
  );
}
