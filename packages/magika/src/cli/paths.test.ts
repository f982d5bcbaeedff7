// Paths that no string can hold: how they come in, and how they are printed.
import { describe, expect, it } from 'vitest';
import { childPath, pathText } from '../node/path-name.ts';
import { rawArgument } from './raw-arguments.ts';
import { pathsFromStandardInput } from './standard-input.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('pathText', () => {
  it.each([
    ['plain', 'plain'],
    ['caf\xc3\xa9\\', 'café\\'],
    ['caf\xe9', 'caf\\xe9'],
    ['\\\xff\\xff', '\\\\\\xff\\\\xff'],
    ['\xe2\x82\xac\xe2\x82', '€\\xe2\\x82'],
    ['\xf0\x9f\x98\x80\xf0\x9f', '😀\\xf0\\x9f'],
    ['\xed\xa0\x80', '\\xed\\xa0\\x80'], // a lone surrogate is no UTF-8
    ['\xc0\x80', '\\xc0\\x80'],
  ])('%j is %j', (bytes, text) => {
    expect(pathText(latin1(bytes))).toBe(text);
  });

  it('leaves text as it is', () => {
    expect(pathText('\\xff')).toBe('\\xff');
  });
});

describe('childPath', () => {
  it('normalises nothing', () => {
    expect(childPath('.', 'a')).toBe('./a');
    expect(childPath('a//', 'b')).toBe('a//b');
    expect(childPath('/', 'caf\xc3\xa9')).toBe('/café');
  });

  it('keeps bytes', () => {
    const path = childPath('ä', '\xff');
    expect(path).toEqual(latin1('\xc3\xa4/\xff'));
    expect(childPath(path, 'b')).toEqual(latin1('\xc3\xa4/\xff/b'));
  });
});

describe('pathsFromStandardInput', () => {
  it.each([
    [
      ['a\0b', 'c\0', '\0d'],
      ['a', 'bc', '', 'd'],
    ],
    [['a\0'], ['a']],
    [[], []],
    [
      ['\xc3', '\xa9\0\xff\0'],
      ['é', latin1('\xff')],
    ],
  ])('%j', async (chunks, paths) => {
    async function* input() {
      for (const chunk of chunks) yield latin1(chunk);
    }
    expect(await Array.fromAsync(pathsFromStandardInput(input()))).toEqual(paths);
  });
});

describe('rawArgument', () => {
  const commandLine = () => latin1('node\0cli.js\0-l\0bad\xff\0\xef\xbf\xbd\0');
  const argv = ['-l', 'bad\uFFFD', '\uFFFD'];

  it('finds the bytes of an argument that Node could not decode', () => {
    expect(rawArgument('bad\uFFFD', 1, argv, commandLine)).toEqual(latin1('bad\xff'));
  });

  it('keeps one that is whole', () => {
    expect(rawArgument('\uFFFD', 2, argv, commandLine)).toBe('\uFFFD');
    expect(rawArgument('-l', 0, argv, () => expect.unreachable())).toBe('-l');
  });

  it("keeps the text where the bytes cannot be had, or are another program's", () => {
    const none = () => {
      throw new Error('no /proc');
    };
    expect(rawArgument('bad\uFFFD', 1, argv, none)).toBe('bad\uFFFD');
    expect(rawArgument('bad\uFFFD', 1, argv, () => latin1('vitest\0run\0'))).toBe('bad\uFFFD');
  });
});
