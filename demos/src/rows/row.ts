import type { Explanation } from '@nearside/core';
import {
  contentType,
  decide,
  findMismatch,
  type ContentType,
  type Identification,
  type Mismatch,
  type PredictionMode,
} from '@nearside/magika/decide';
import type { Failure } from './failure.ts';
import { bestLabels, type LabelScore } from './best-labels.ts';

interface Named {
  /** Counts up, in the order in which the files were found. */
  readonly id: number;
  readonly name: string;
  /** Path of its folder within what was dropped; empty at the top. */
  readonly folder: string;
}

/** A file that was found: what a row is made from. */
export interface FoundFile extends Named {
  readonly sizeBytes: number;
  /** Opens it again: a row keeps no `File`, which holds on to a handle in the browser. */
  open(): Promise<File>;
}

/** What one mode makes of the model's answer. */
export interface Decision {
  readonly identification: Identification;
  readonly mismatch: Mismatch | undefined;
}

/**
 * A file the model, or the rules before it, have answered for.
 *
 * A row keeps what is shown of an answer and not the 214 scores behind it (86 MB of floats for 100,000 files, and as many
 * array buffers): all three modes are decided when the answer comes, which takes microseconds, and mostly they agree and
 * share one object. So a switch of the mode needs neither the scores nor the model.
 */
export interface AnsweredRow extends FoundFile {
  readonly kind: 'answered';
  readonly decisions: Readonly<Record<PredictionMode, Decision>>;
  /** The model's best five labels; undefined where it was not asked. */
  readonly best: readonly LabelScore[] | undefined;
  /** What ran. */
  readonly explanation: Explanation;
  /** Path in lower case: made once, since a filter looks at all rows with every key. */
  readonly searchPath: string;
}

/** A file that could not be read or identified. */
export interface FailedRow extends Named {
  readonly kind: 'failed';
  readonly failure: Failure;
  readonly searchPath: string;
}

/** A line of the table. */
export type Row = AnsweredRow | FailedRow;

/** A row as it is shown in one mode. */
export type Verdict =
  | { readonly row: AnsweredRow; readonly identification: Identification; readonly mismatch: Mismatch | undefined }
  | { readonly row: FailedRow; readonly identification?: never; readonly mismatch?: never };

/**
 * Makes the row of an answer.
 *
 * @param answer With scores where the model was asked; they are not kept.
 */
export function answeredRow(found: FoundFile, answer: Identification, explanation: Explanation): AnsweredRow {
  const { id, name, folder, sizeBytes, open } = found;
  const { scores } = answer;
  return {
    kind: 'answered',
    id,
    name,
    folder,
    sizeBytes,
    open,
    decisions: scores ? decideAll(name, scores) : sameInAll(name, withSharedTexts(answer)),
    best: scores && bestLabels(scores, 5),
    explanation,
    searchPath: searchPathOf(found),
  };
}

/** Makes the row of a file that has no answer. */
export function failedRow({ id, name, folder }: Named, failure: Failure): FailedRow {
  return { kind: 'failed', id, name, folder, failure, searchPath: searchPathOf({ name, folder }) };
}

/** What a mode shows of a row. */
export function verdictOf(row: Row, mode: PredictionMode): Verdict {
  if (row.kind === 'failed') return { row };
  return { row, ...row.decisions[mode] };
}

/** Folder and name, as they are exported and searched. */
export function pathOf({ folder, name }: Pick<Row, 'folder' | 'name'>): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function decideAll(name: string, scores: Float32Array): AnsweredRow['decisions'] {
  const high = decisionOf(name, decide(scores, { mode: 'high_confidence' }));
  const alike = (one: Identification, decision: Decision): boolean =>
    one.label === decision.identification.label && one.overwriteReason === decision.identification.overwriteReason;
  const next = (mode: PredictionMode, before: Decision): Decision => {
    const identification = decide(scores, { mode });
    return alike(identification, before) ? before : decisionOf(name, identification);
  };
  const medium = next('medium_confidence', high);
  return { high_confidence: high, medium_confidence: medium, best_guess: next('best_guess', medium) };
}

function sameInAll(name: string, identification: Identification): AnsweredRow['decisions'] {
  const decision = decisionOf(name, identification);
  return { high_confidence: decision, medium_confidence: decision, best_guess: decision };
}

function decisionOf(name: string, identification: Identification): Decision {
  return { identification, mismatch: findMismatch(name, identification) };
}

/** An answer from the worker has copies of its texts: the table's own are shared by all rows. */
function withSharedTexts({ label, score, modelLabel, overwriteReason }: Identification): Identification {
  return { ...(contentType(label) as ContentType), score, modelLabel, overwriteReason };
}

function searchPathOf(row: Pick<Row, 'folder' | 'name'>): string {
  return pathOf(row).toLowerCase();
}
