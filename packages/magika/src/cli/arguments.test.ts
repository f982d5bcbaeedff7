import { describe, expect, it } from 'vitest';
import { parseArguments, type Settings } from './arguments.ts';

const line = (template: string) => ({ kind: 'line', template });

function settingsOf(...argv: string[]): Settings {
  const command = parseArguments(argv);
  if (command.kind !== 'identify') throw new Error(JSON.stringify(command));
  return command.settings;
}

describe('parseArguments', () => {
  it('has the defaults of the reference', () => {
    expect(settingsOf('a', 'b')).toEqual({
      paths: [
        { text: 'a', index: 0 },
        { text: 'b', index: 1 },
      ],
      stdin0: false,
      recursive: false,
      dereference: true,
      mode: 'high_confidence',
      output: line('%p: %d (%g)%b'),
      colors: 'auto',
      progress: true,
      failOnMismatch: false,
    });
  });

  it.each([
    { argv: ['-s'], output: line('%p: %d (%g)%b %S') },
    { argv: ['-i'], output: line('%p: %m%b') },
    { argv: ['--mime-type', '--output-score'], output: line('%p: %m%b %S') },
    { argv: ['-ls'], output: line('%p: %l%b %S') },
    { argv: ['-c', '-s'], output: line('%p: %d (%g)%b %S') },
    { argv: ['--format', '%p'], output: line('%p') },
    { argv: ['--format=-x'], output: line('-x') },
    { argv: ['--format='], output: line('') },
    { argv: ['--format', '-'], output: line('-') },
    { argv: ['--json'], output: { kind: 'json' } },
    { argv: ['--jsonl'], output: { kind: 'jsonl' } },
  ])('$argv prints $output', ({ argv, output }) => {
    expect(settingsOf('a', ...argv).output).toEqual(output);
  });

  it.each([
    { argv: ['--colors'], colors: 'always' },
    { argv: ['--no-colors'], colors: 'never' },
    { argv: ['-c'], colors: 'never' },
    { argv: ['-c', '--colors'], colors: 'never' },
  ])('$argv: colors $colors', ({ argv, colors }) => {
    expect(settingsOf(...argv).colors).toBe(colors);
  });

  it('knows the modes in both spellings', () => {
    for (const mode of ['high', 'medium'] as const) {
      expect(settingsOf('-m', `${mode}-confidence`).mode).toBe(`${mode}_confidence`);
    }
    expect(settingsOf('-mbest_guess').mode).toBe('best_guess');
    expect(settingsOf('--prediction-mode=best-guess').mode).toBe('best_guess');
  });

  it('takes everything after -- for paths, each with its place', () => {
    expect(settingsOf('-r', '--', '-x', '-').paths).toEqual([
      { text: '-x', index: 2 },
      { text: '-', index: 3 },
    ]);
  });

  it('knows the flags of its own', () => {
    expect(settingsOf('--stdin0', '--fail-on', 'mismatch', '--no-progress', '-r', '--no-dereference')).toMatchObject({
      paths: [],
      stdin0: true,
      failOnMismatch: true,
      progress: false,
      recursive: true,
      dereference: false,
    });
  });

  it.each([
    { argv: [], kind: 'usage-error' },
    { argv: ['-h'], kind: 'help' },
    { argv: ['--version', '--what'], kind: 'version' },
    { argv: ['-i', '-l', '-V'], kind: 'version' },
  ])('$argv: $kind', ({ argv, kind }) => {
    expect(parseArguments(argv).kind).toBe(kind);
  });

  it.each([
    ['--what -h', "unexpected argument '--what' found"],
    ['-sx a', "unexpected argument '-x' found"],
    ['-s=1 a', "unexpected argument '-=' found"],
    ['--js a', "unexpected argument '--js' found"],
    ['--format -x a', "unexpected argument '-x' found"],
    ['--format', "a value is required for '--format <CUSTOM>' but none was supplied"],
    ['--format -- a', "a value is required for '--format <CUSTOM>' but none was supplied"],
    ['--label=x a', "unexpected value 'x' for '--label' found; no more were expected"],
    ['-l -l a', "the argument '--label' cannot be used multiple times"],
    ['--format a --format b', "the argument '--format <CUSTOM>' cannot be used multiple times"],
    ['--json --jsonl a', "the argument '--json' cannot be used with '--jsonl'"],
    ['--format x --json a', "the argument '--json' cannot be used with '--format <CUSTOM>'"],
    ['-s --json a', "the argument '--output-score' cannot be used with '--json'"],
    ['-i --format x a', "the argument '--mime-type' cannot be used with '--format <CUSTOM>'"],
    ['-l --jsonl a', "the argument '--label' cannot be used with '--jsonl'"],
    ['-c --json a', "the argument '--compatibility-mode' cannot be used with '--json'"],
    ['-i -l a', "the argument '--mime-type' cannot be used with '--label'"],
    ['-c -l a', "the argument '--label' cannot be used with '--compatibility-mode'"],
    ['--colors --no-colors a', "the argument '--colors' cannot be used with '--no-colors'"],
    ['-m sure a', "invalid value 'sure' for '--prediction-mode <MODE>'"],
    ['--fail-on error a', "invalid value 'error' for '--fail-on <WHAT>'"],
    ['- --stdin0', "the argument '-' cannot be used with '--stdin0'"],
  ])('%s is wrong', (argv, message) => {
    expect(parseArguments(argv.split(' '))).toMatchObject({
      kind: 'error',
      status: 2,
      message: expect.stringContaining(message),
    });
  });

  it('refuses an empty path with 2 and a second standard input with 1, as the reference', () => {
    expect(parseArguments(['a', ''])).toMatchObject({ kind: 'error', status: 2 });
    expect(parseArguments(['-', 'a', '-'])).toMatchObject({ kind: 'error', status: 1 });
  });
});
