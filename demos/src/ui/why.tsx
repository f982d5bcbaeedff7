import type { JSX } from 'preact';
import { thresholdFor, type Identification, type PredictionMode } from '@nearside/magika/decide';
import { topLabels } from '../rows/top-labels.ts';
import { describeReason } from '../rows/words.ts';
import { ScoreBar } from './score-bar.tsx';

interface WhyProps {
  readonly identification: Identification;
  readonly scores: Float32Array | undefined;
  readonly mode: PredictionMode;
}

/** The reason in words, and the best five labels. */
export function Why({ identification, scores, mode }: WhyProps): JSX.Element {
  return (
    <section class="details-section">
      <h3>Why</h3>
      <p>{describeReason(identification, mode)}</p>
      {scores && (
        <ol class="top-labels" aria-label="The model’s best five labels">
          {topLabels(scores, 5).map(({ label, score }, place) => (
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
