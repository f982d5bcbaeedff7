import type { JSX } from 'preact';
import { thresholdFor, type Identification, type PredictionMode } from '@nearside/magika/decide';
import type { LabelScore } from '../rows/best-labels.ts';
import { describeReason } from '../rows/words.ts';
import { ScoreBar } from './score-bar.tsx';

interface WhyProps {
  readonly identification: Identification;
  readonly best: readonly LabelScore[] | undefined;
  readonly mode: PredictionMode;
}

/** The reason in words, and the best five labels. */
export function Why({ identification, best, mode }: WhyProps): JSX.Element {
  return (
    <section class="details-section">
      <h3>Why</h3>
      <p>{describeReason(identification, mode)}</p>
      {best && (
        <ol class="top-labels" aria-label="The model’s best five labels">
          {best.map(({ label, score }, place) => (
            <li key={label}>
              <code>{label}</code>
              <ScoreBar score={score} threshold={place === 0 ? thresholdFor(label, mode) : undefined} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
