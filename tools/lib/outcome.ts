/** The form in which a command writes its result where `--json FILE` asks for it. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/** A command's result as data. */
export interface Outcome {
  suite: string;
  /** A figure that could not be had is null, and a note says why. */
  figures: Record<string, number | null>;
  rows: unknown[];
  notes: string[];
}

/** Writes an outcome with the machine's description, where a file was asked for. */
export function writeOutcome(file: string | undefined, outcome: Outcome): void {
  if (file === undefined) return;
  const environment = {
    node: process.version,
    browser: process.env['NEARSIDE_CHROMIUM'] ?? null,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
  };
  writeFileSync(file, `${JSON.stringify({ ...outcome, environment }, null, 2)}\n`);
}
