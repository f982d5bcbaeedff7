import { invalidInput } from './invalid-input.ts';

/** Reads values of unknown origin: each check names the field it refuses, such as `scenes[2].path[0].x`. */
export class JsonReader {
  readonly #stage: string;

  /** @param stage Of the errors. */
  constructor(stage: string) {
    this.#stage = stage;
  }

  /** An error that names a field. */
  refuse(field: string, wanted: string, hint?: string): Error {
    return invalidInput(this.#stage, `${field} must be ${wanted}`, hint);
  }

  /** An object that is no list. */
  object(value: unknown, field: string): Readonly<Record<string, unknown>> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.refuse(field, 'an object');
    return value as Readonly<Record<string, unknown>>;
  }

  /** A list. */
  list(value: unknown, field: string): readonly unknown[] {
    if (!Array.isArray(value)) throw this.refuse(field, 'a list');
    return value;
  }

  /** A finite number within limits. */
  number(value: unknown, field: string, least: number = -Infinity, most: number = Infinity): number {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < least || value > most)
      throw this.refuse(field, `a number${limits(least, most)}`);
    return value;
  }

  /** A string. */
  string(value: unknown, field: string): string {
    if (typeof value !== 'string') throw this.refuse(field, 'a string');
    return value;
  }

  /** True or false. */
  boolean(value: unknown, field: string): boolean {
    if (typeof value !== 'boolean') throw this.refuse(field, 'true or false');
    return value;
  }

  /** One of some words. */
  word(value: unknown, field: string, words: readonly string[]): string {
    if (typeof value !== 'string' || !words.includes(value)) throw this.refuse(field, `one of ${words.join(', ')}`);
    return value;
  }

  /** The version; another one is refused, since nobody knows what it means. */
  version(value: unknown): void {
    if (value !== 1)
      throw this.refuse('version', '1', 'It was written by another version of this library: update to read it.');
  }
}

function limits(least: number, most: number): string {
  if (Number.isFinite(least) && Number.isFinite(most)) return ` from ${least} to ${most}`;
  if (Number.isFinite(least)) return ` of ${least} or more`;
  return Number.isFinite(most) ? ` of ${most} or less` : '';
}
