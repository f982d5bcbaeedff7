import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { digestOf } from './digest.ts';

const folder = mkdtempSync(join(tmpdir(), 'nearside-digest-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('changes with a name, a content and nothing excluded', () => {
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'a.ts'), 'one');
  const first = digestOf(folder, ['src'], ['**/*.test.ts']);
  writeFileSync(join(folder, 'src', 'a.test.ts'), 'test');
  expect(digestOf(folder, ['src'], ['**/*.test.ts'])).toBe(first);
  writeFileSync(join(folder, 'src', 'a.ts'), 'two');
  const second = digestOf(folder, ['src'], ['**/*.test.ts']);
  expect(second).not.toBe(first);
  writeFileSync(join(folder, 'src', 'b.ts'), 'two');
  expect(digestOf(folder, ['src'], ['**/*.test.ts'])).not.toBe(second);
});
