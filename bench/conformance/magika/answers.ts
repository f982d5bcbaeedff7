/** The reference's answers, read from its file, and ours in its spelling. */
import { readFileSync } from 'node:fs';
import type { Identification, PredictionMode } from '@nearside/magika';

/** The reference's prediction modes. */
export const modes = ['high_confidence', 'medium_confidence', 'best_guess'] as const satisfies PredictionMode[];

/** One file's answer in one mode. Where the status is not `ok` there is nothing else. */
export interface Answer {
  status: string;
  dl?: string;
  output?: string;
  score?: number;
  overwrite_reason?: string;
  mime_type?: string;
  group?: string;
  description?: string;
  extensions?: readonly string[];
  is_text?: boolean;
}

/** A line of the file that is checked against. */
export interface ReferenceLine extends Record<PredictionMode, Answer> {
  /** Relative to the folder of the files. */
  path: string;
  /** Null where the reference never made the model's input. */
  features_sha256_i32le: string | null;
}

/** What a host found out about a file. */
export interface FileResult {
  path: string;
  status: 'ok' | 'file_not_found_error' | 'permission_error' | 'unknown';
  /** Why there is no answer. */
  error?: string;
  /** Of the model's input, as little-endian int32; null where the file could not be read. */
  featuresSha256: string | null;
  /** Present when the status is `ok`. */
  identifications?: Record<PredictionMode, Identification>;
}

/** Our answer in the reference's spelling. */
export function toAnswer({ status, identifications }: FileResult, mode: PredictionMode): Answer {
  const found = identifications?.[mode];
  if (!found) return { status };
  return {
    status,
    dl: found.modelLabel,
    output: found.label,
    score: found.score,
    overwrite_reason: found.overwriteReason,
    mime_type: found.mimeType,
    group: found.group,
    description: found.description,
    extensions: found.extensions,
    is_text: found.isText,
  };
}

/**
 * Reads the reference's answers, a JSON object a line.
 *
 * @throws Error that names the line which is not of the form, or when there is none at all.
 */
export function readReference(file: string): ReferenceLine[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const read = lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return checkLine(JSON.parse(line));
    } catch (error) {
      throw new Error(`${file}:${index + 1} is no line of answers: ${(error as Error).message}`, { cause: error });
    }
  });
  if (read.length === 0) throw new Error(`${file} holds no answers`);
  return read;
}

function checkLine(line: ReferenceLine): ReferenceLine {
  if (typeof line.path !== 'string') throw new Error('path is missing');
  if (line.features_sha256_i32le === undefined) throw new Error('features_sha256_i32le is missing');
  for (const mode of modes) if (typeof line[mode]?.status !== 'string') throw new Error(`${mode}.status is missing`);
  return line;
}
