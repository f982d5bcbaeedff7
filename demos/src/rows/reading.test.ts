import type { FileEnds } from '@nearside/magika/features';
import { describe, expect, it } from 'vitest';
import { readingOf } from './reading.ts';

function endsOf(text: string): FileEnds {
  const bytes = new TextEncoder().encode(text);
  return { size: bytes.length, beginning: bytes.slice(0, 4096), end: bytes.slice(-4096) };
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('readingOf', () => {
  it('shows a small file twice, stripped on each outer side', () => {
    const { beginning, end } = readingOf(endsOf('  \nhello world\n'));
    expect(textOf(beginning.bytes)).toBe('hello world\n');
    expect(beginning).toMatchObject({ offset: 3, strippedBytes: 3, paddingTokens: 1024 - 12 });
    expect(textOf(end.bytes)).toBe('  \nhello world');
    expect(end).toMatchObject({ offset: 0, strippedBytes: 1, paddingTokens: 1024 - 14 });
  });

  it('shows both ends of a large one, at their places', () => {
    const text = `${'a'.repeat(5000)}${'b'.repeat(5000)}\n\n`;
    const { size, beginning, end } = readingOf(endsOf(text));
    expect(size).toBe(10_002);
    expect(beginning).toMatchObject({ offset: 0, strippedBytes: 0, paddingTokens: 0 });
    expect(textOf(beginning.bytes)).toBe('a'.repeat(1024));
    expect(end).toMatchObject({ offset: 10_000 - 1024, strippedBytes: 2, paddingTokens: 0 });
    expect(textOf(end.bytes)).toBe('b'.repeat(1024));
  });

  it('cuts a stretch that starts late in its block', () => {
    const { beginning } = readingOf(endsOf(`${' '.repeat(4000)}${'x'.repeat(9000)}`));
    expect(beginning).toMatchObject({ offset: 4000, strippedBytes: 4000, paddingTokens: 1024 - 96 });
  });

  it('has nothing of white space', () => {
    const { beginning, end } = readingOf(endsOf(' \n\t'));
    expect(beginning).toMatchObject({ offset: 3, strippedBytes: 3, paddingTokens: 1024 });
    expect(end).toMatchObject({ offset: 0, strippedBytes: 3, paddingTokens: 1024 });
  });

  it('has nothing of an empty file', () => {
    const { beginning, end } = readingOf(endsOf(''));
    expect([beginning.bytes.length, end.bytes.length, beginning.strippedBytes, end.strippedBytes]).toEqual([
      0, 0, 0, 0,
    ]);
  });
});
