import { contentType, type ContentType } from '../decide.ts';
import type { PathIdentification } from '../node/identify-path.ts';

/** The forms the command prints in. */
export type OutputFormat = 'text' | 'json' | 'jsonl';

/**
 * One line for a person: `path: Description (group)`, with the model's own guess where it was not sure.
 *
 * @param found A path and what became of it.
 * @see google/magika, rust/cli
 */
export function textLine(found: PathIdentification): string {
  if (found.status !== 'ok') return `${found.path}: ${found.error.message} (error)`;
  const { description, group, modelLabel, overwriteReason, score } = found.result;
  const line = `${found.path}: ${description} (${group})`;
  if (overwriteReason !== 'low_confidence') return line;
  const guess = contentType(modelLabel) as ContentType;
  return `${line} [Low-confidence model best-guess: ${guess.description} (${guess.group}), score=${truncate(score, 3)}]`;
}

/**
 * The reference command line's JSON of one path. Scores are whole, not cut to three digits.
 *
 * @param found A path and what became of it.
 */
export function jsonValue(found: PathIdentification): object {
  if (found.status !== 'ok') return { path: found.path, result: { status: jsonStatus[found.status] } };
  const { label, modelLabel, score } = found.result;
  const value = { dl: jsonContentType(modelLabel), output: jsonContentType(label), score };
  return { path: found.path, result: { status: 'ok', value } };
}

const jsonStatus = {
  file_not_found_error: 'file_does_not_exist',
  permission_error: 'permission_error',
  unknown: 'unknown',
} as const;

function jsonContentType(label: string): object {
  const { description, extensions, group, isText, mimeType } = contentType(label) as ContentType;
  return { description, extensions, group, is_text: isText, label, mime_type: mimeType };
}

/** Cuts, never rounds up: 0.9999 must not read as 1. */
function truncate(score: number, digits: number): string {
  return (Math.trunc(score * 10 ** digits) / 10 ** digits).toFixed(digits);
}
