/**
 * The table in docs/packaging.md is what these tests saw: each compares its row, and with NEARSIDE_UPDATE=1 writes it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { root } from '../../../tools/lib/workspace.ts';

const path = join(root, 'docs/packaging.md');
const end = '\n\n<!-- end of consumers -->';

/** One row. */
export interface ConsumerRow {
  consumer: string;
  /** `works` unless given. */
  outcome?: string;
  /** What its user has to do. */
  needed: string;
  /** Before the answer; absent where a development server's own requests are among them. */
  weight?: { requests: number; bytes: number } | undefined;
}

/** Fails when the table says something else. */
export function expectRow({ consumer, outcome = 'works', needed, weight }: ConsumerRow): void {
  const size = weight ? `${(weight.bytes / 1e6).toPrecision(2)} MB / ${weight.requests}` : '–';
  const row = `| ${consumer} | ${outcome} | ${needed} | ${size} |`;
  const text = readFileSync(path, 'utf8');
  const documented = text.split('\n').find((line) => oneSpaced(line).startsWith(`| ${consumer} |`));
  if (process.env['NEARSIDE_UPDATE'] && oneSpaced(documented ?? '') !== row) {
    writeFileSync(path, documented ? text.replace(documented, row) : text.replace(end, `\n${row}${end}`));
    return;
  }
  const hint = 'docs/packaging.md says otherwise; NEARSIDE_UPDATE=1 writes what was seen';
  expect(documented && oneSpaced(documented), hint).toBe(row);
}

function oneSpaced(line: string): string {
  return line.replaceAll(/ +/g, ' ');
}
