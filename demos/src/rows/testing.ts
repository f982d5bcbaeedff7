/** Rows for tests. */
import type { Explanation } from '@nearside/core';
import { contentType, modelLabels, type Identification } from '@nearside/magika/decide';
import { answeredRow as makeAnswered, failedRow as makeFailed, verdictOf, type Row, type Verdict } from './row.ts';

let nextId = 1;

/** An answer without the model behind it. */
export function identified(label: string, score: number = 0.99): Identification {
  const known = contentType(label);
  if (!known) throw new Error(`no label ${label}`);
  return { ...known, score, modelLabel: label, overwriteReason: 'none' };
}

/** A row that was answered, with scores that have `label` on top. */
export function answeredRow(path: string, label: string, score: number = 0.99): Row {
  const scores = new Float32Array(modelLabels().length);
  scores[modelLabels().indexOf(label)] = score;
  return makeAnswered(foundFile(path), { ...identified(label, score), scores }, {} as Explanation);
}

/** A row that was answered by the rules before the model. */
export function ruledRow(path: string, label: string): Row {
  return makeAnswered(foundFile(path), { ...identified(label, 1), modelLabel: 'undefined' }, {} as Explanation);
}

/** A row that could not be read. */
export function failedRow(path: string): Row {
  const failure = { code: 'invalid-input', message: 'the input cannot be read', hint: 'Choose it again.' };
  return makeFailed(foundFile(path), failure);
}

/** A row, failed where it has no label. */
export function row(path: string, label?: string, score?: number): Row {
  return label === undefined ? failedRow(path) : answeredRow(path, label, score);
}

/** A verdict in high confidence. */
export function verdict(path: string, label?: string, score?: number): Verdict {
  return verdictOf(row(path, label, score), 'high_confidence');
}

function foundFile(path: string) {
  const parts = path.split('/');
  return {
    id: nextId++,
    name: parts.at(-1) ?? '',
    folder: parts.slice(0, -1).join('/'),
    sizeBytes: 5,
    open: async () => new File(['12345'], path),
  };
}
