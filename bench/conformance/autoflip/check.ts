/** What a case says, what became of it, and how numbers are compared. */
import { isNearsideError } from '@nearside/core';

/** A case as the file has it. */
export type Item = Readonly<Record<string, unknown>>;

/** What a form is given beside its case. */
export interface Context {
  /** The rest of the file: defaults, notes. */
  readonly file: Item;
  /** Where pictures are looked for. */
  readonly images: string;
}

/** Runs one case and says what is wrong; nothing when it passes. */
export type Form = (item: Item, context: Context) => string[];

/** A picture that a case needs is not there. */
export class MissingImage extends Error {
  override readonly name = 'MissingImage';
}

/** What became of a case. */
export interface Verdict {
  status: 'passed' | 'failed' | 'skipped';
  problems: string[];
}

/** Runs a case; one with `error: true` must be refused. */
export function judge(form: Form, item: Item, context: Context): Verdict {
  try {
    const problems = form(item, context);
    if (item['error'] === true) return { status: 'failed', problems: ['was not refused'] };
    return { status: problems.length > 0 ? 'failed' : 'passed', problems };
  } catch (error) {
    if (error instanceof MissingImage) return { status: 'skipped', problems: [error.message] };
    if (item['error'] === true && isRefusal(error)) return { status: 'passed', problems: [] };
    return { status: 'failed', problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  }
}

/** Whether a call was refused, rather than failed in some other way. */
export function isRefusal(error: unknown): boolean {
  return isNearsideError(error) && error.code === 'invalid-input';
}

/** Four single-precision ulps in the source; 1e-5 relative as the cases' README says. */
export const defaultTolerance = 1e-5;

/** Compares numbers, relative to the expected one, or by an absolute tolerance. */
export function differ(
  name: string,
  actual: unknown,
  expected: unknown,
  { relative = defaultTolerance, absolute = 1e-9 }: { relative?: number; absolute?: number } = {},
): string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) && !ArrayBuffer.isView(actual)) return [`${name}: ${text(actual)}, expected a list`];
    const list = Array.from(actual as ArrayLike<unknown>);
    if (list.length !== expected.length) return [`${name}: ${list.length} values, expected ${expected.length}`];
    return expected.flatMap((value, index) => differ(`${name}[${index}]`, list[index], value, { relative, absolute }));
  }
  if (typeof expected === 'number' && typeof actual === 'number') {
    const isClose = Math.abs(actual - expected) <= Math.max(absolute, relative * Math.abs(expected));
    return isClose ? [] : [`${name}: ${actual}, expected ${expected}`];
  }
  return actual === expected ? [] : [`${name}: ${text(actual)}, expected ${text(expected)}`];
}

/** Compares every key of `expected` by name; a key nobody knows is a problem, not passed over. */
export function compareKeys(
  expected: Item,
  actual: Readonly<Record<string, () => unknown>>,
  tolerance: { relative?: number; absolute?: number } = {},
): string[] {
  return Object.entries(expected).flatMap(([key, value]) => {
    const get = actual[key];
    return get ? differ(key, get(), value, tolerance) : [`expected.${key} is not known here`];
  });
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
