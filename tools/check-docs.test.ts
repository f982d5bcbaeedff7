import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findUndocumented } from './check-docs.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nearside-docs-')));
afterAll(() => rmSync(folder, { recursive: true }));

function check(source: string): string[] {
  const file = join(folder, 'index.ts');
  writeFileSync(file, source);
  return findUndocumented([file], folder);
}

it('accepts documented exports, and does not look at what is private or not exported', () => {
  const source = `
    /** Adds. @param timeoutMs How long. @throws Error when late. */
    export function add(timeoutMs: number): void { if (timeoutMs > 1) throw new Error(); }
    /** A box. */
    export class Box {
      #hidden = 1;
      private also = 2;
      /** Bytes inside. */
      size = 0;
      [Symbol.iterator]() { return [this.#hidden, this.also].values(); }
    }
    function inner() { throw new Error(); }
    /** Tries. */
    export function attempt() { try { throw new Error(); } catch { return () => { throw new Error(); }; } }
    export { type Shape } from './shape.ts';`;
  writeFileSync(join(folder, 'shape.ts'), `/** A shape. */ export interface Shape {\n/** Pixels. */ width: number }`);
  expect(check(source)).toEqual([]);
});

it('finds exports and members without docstrings, also behind a re-export', () => {
  writeFileSync(join(folder, 'shape.ts'), `export interface Shape {\n/** Pixels. */ width: number; name: string }`);
  expect(check(`export { type Shape } from './shape.ts';\nexport const x = 'a';`)).toEqual([
    'shape.ts:1 Shape: no docstring',
    'shape.ts:2 Shape.name: no docstring',
    'index.ts:2 x: no docstring',
  ]);
});

it('finds a throw without @throws, and a number without unit', () => {
  expect(check(`/** Adds. */\nexport function add(amount: number): void { if (amount) throw new Error(); }`)).toEqual([
    'index.ts:2 add: throws, without @throws',
    'index.ts:2 add: the number amount has no unit, range or meaning',
  ]);
});
