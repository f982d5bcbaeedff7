/** Rows for tests. */
import type { Explanation } from '@nearside/core';
import { contentType, modelLabels, type Identification } from '@nearside/magika/decide';
import { verdictOf, type AnsweredRow, type FailedRow, type Verdict } from './row.ts';

let nextId = 1;

/** An answer without the model behind it. */
export function identified(label: string, score: number = 0.99): Identification {
  const known = contentType(label);
  if (!known) throw new Error(`no label ${label}`);
  return { ...known, score, modelLabel: label, overwriteReason: 'none' };
}

/** A row that was answered, with scores that have `label` on top. */
export function answeredRow(path: string, label: string, score: number = 0.99): AnsweredRow {
  const scores = new Float32Array(modelLabels().length);
  scores[modelLabels().indexOf(label)] = score;
  return {
    kind: 'answered',
    id: nextId++,
    ...splitPath(path),
    file: new File(['12345'], path),
    identification: identified(label, score),
    scores,
    explanation: {} as Explanation,
  };
}

/** A row that could not be read. */
export function failedRow(path: string): FailedRow {
  const failure = { code: 'invalid-input', message: 'the input cannot be read', hint: 'Choose it again.' };
  return { kind: 'failed', id: nextId++, ...splitPath(path), failure };
}

/** A verdict in high confidence. */
export function verdict(path: string, label?: string, score?: number): Verdict {
  return verdictOf(label === undefined ? failedRow(path) : answeredRow(path, label, score), 'high_confidence');
}

function splitPath(path: string): { name: string; folder: string } {
  const parts = path.split('/');
  return { name: parts.at(-1) ?? '', folder: parts.slice(0, -1).join('/') };
}
