import type { JSX } from 'preact';
import { formatScore } from '../format.ts';

/** A score as bar and number. */
export function ScoreBar({
  score,
  threshold,
}: {
  readonly score: number;
  readonly threshold?: number | undefined;
}): JSX.Element {
  return (
    <span class="score">
      <span class="score-bar" aria-hidden="true">
        <span class="score-fill" style={{ width: `${score * 100}%` }} />
        {threshold !== undefined && threshold > 0 && (
          <span class="score-threshold" style={{ left: `${threshold * 100}%` }} />
        )}
      </span>
      <span class="score-number">{formatScore(score)}</span>
    </span>
  );
}
