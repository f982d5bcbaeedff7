import type { Explanation } from '@nearside/core';
import { decide, type Identification, type PredictionMode } from '@nearside/magika/decide';
import { findMismatch, type Mismatch } from './extension-mismatch.ts';
import type { Failure } from './failure.ts';

interface Named {
  /** Counts up; the order of the answers. */
  readonly id: number;
  readonly name: string;
  /** Path of its folder within what was dropped; empty at the top. */
  readonly folder: string;
}

/** A file the model, or the rules before it, have answered for. */
export interface AnsweredRow extends Named {
  readonly kind: 'answered';
  readonly file: File;
  /** In high confidence. */
  readonly identification: Identification;
  /** Kept, so that another mode needs no second run; undefined where the model was not asked. */
  readonly scores: Float32Array | undefined;
  /** What ran. */
  readonly explanation: Explanation;
}

/** A file that could not be read or identified. */
export interface FailedRow extends Named {
  readonly kind: 'failed';
  readonly failure: Failure;
}

/** A line of the table. */
export type Row = AnsweredRow | FailedRow;

/** A row as it is shown in one mode. */
export type Verdict =
  | {
      readonly row: AnsweredRow;
      readonly identification: Identification;
      readonly mismatch: Mismatch | undefined;
    }
  | { readonly row: FailedRow; readonly identification?: never; readonly mismatch?: never };

/** Decides a row in a mode, from the scores that were kept. */
export function verdictOf(row: Row, mode: PredictionMode): Verdict {
  if (row.kind === 'failed') return { row };
  const identification = row.scores ? decide(row.scores, { mode }) : row.identification;
  return { row, identification, mismatch: findMismatch(row.name, identification) };
}

/** Folder and name, as they are exported and searched. */
export function pathOf({ folder, name }: Pick<Row, 'folder' | 'name'>): string {
  return folder === '' ? name : `${folder}/${name}`;
}
