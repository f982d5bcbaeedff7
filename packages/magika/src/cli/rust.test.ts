// Ours beside the reference's command line (Rust, 1.1.0): the same bytes on standard output but for the digits of scores,
// and the same exit status. Its executable comes from PyPI into the cache, checked by its digest; without it, or on a
// system for which there is none, nothing can be compared.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringRustCli } from '../../../../bench/lib/peers.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const ours = [process.execPath, path('../../bin/nearside-magika.js')];
const caseFiles = join(process.env['NEARSIDE_CASES'] ?? path('../../../../../shared/cases'), 'magika/files');

const environment = { PATH: process.env['PATH'], NEARSIDE_AS_BUILT: '1' };

let rust: string[] | undefined;
let whyNot = '';
let folder: string;

beforeAll(() => {
  try {
    rust = [bringRustCli()];
  } catch (error) {
    whyNot = `the reference's command line cannot be had: ${(error as Error).message}`;
  }
  folder = mkdtempSync(join(tmpdir(), 'nearside-rust-'));
  makeTree(folder);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

const contents: Readonly<Record<string, string | Buffer>> = {
  'code.py': 'import os\n\n\ndef main(path):\n    for name in os.listdir(path):\n        print(name)\n',
  'page.html': '<!doctype html>\n<html><head><title>A page</title></head><body><p>Text</p></body></html>\n',
  'unsure.txt': 'the quick brown fox, 12; 13\n* jumps: over\n',
  empty: '',
  short: 'seven b',
  'not-text': Buffer.from([0xff, 0xfe, 0xfd]),
  spaces: ' '.repeat(5000),
  random: Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * index * 31 + (index >> 3) * 97) % 256)),
  'dir/archive.zip': Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex'),
  'dir/data.json': '{"name":"nearside","list":[1,2,3],"nested":{"a":null}}\n',
  // In UTF-16 the second sorts before the first, in bytes after.
  'dir/～': 'seven b',
  'dir/😀': 'seven b',
  'dir/a b/"quoted"\\': 'seven b',
  'dir/a b/line\nend': 'seven b',
  'dir/a b/bell\u0007\u001B[0m': 'seven b',
  'dir/a-b': 'seven b',
  'dir/a': 'seven b',
  'dir/B': 'seven b',
};

function makeTree(root: string): void {
  mkdirSync(join(root, 'dir/a b'), { recursive: true });
  mkdirSync(join(root, 'dir/nothing'));
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(root, name), content);
  symlinkSync('code.py', join(root, 'link'));
  symlinkSync('../page.html', join(root, 'dir/link'));
  symlinkSync('nothing-here', join(root, 'broken'));
  symlinkSync('loop', join(root, 'loop'));
  symlinkSync('dir/a b', join(root, 'link-to-dir'));
}

interface Run {
  readonly status: number | null;
  readonly stdout: string;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** A file for standard input; none: an empty one. */
  readonly stdin?: string;
}

function run([program, ...first]: string[], args: readonly string[], options: RunOptions): Run {
  const { cwd = folder, env = {}, stdin = '/dev/null' } = options;
  const input = openSync(resolve(cwd, stdin), 'r');
  try {
    const { status, stdout } = spawnSync(program as string, [...first, ...args], {
      cwd,
      env: { ...environment, ...env },
      stdio: [input, 'pipe', 'ignore'],
      maxBuffer: 2 ** 26,
    });
    return { status, stdout: stdout.toString() };
  } finally {
    closeSync(input);
  }
}

/** What differs: digits of the model's scores. A JSON score of 1.0 is a rule's, and stays. */
const score = /("score": ?|score=)(0\.\d+)|(<)(\d\.\d\d)|\b(\d+)%/g;

/** What a run printed, without the digits of its scores, and these. */
function withoutScores({ status, stdout }: Run) {
  const scores = [...stdout.matchAll(score)].map(([, , json, , share, percent]) =>
    Number(json ?? share ?? Number(percent) / 100),
  );
  return { status, stdout: stdout.replaceAll(score, '$1$3#'), scores };
}

function runBoth(args: readonly string[], options: RunOptions = {}) {
  const theirs = withoutScores(run(rust as string[], args, options));
  return {
    own: withoutScores(run(ours, args, options)),
    // Theirs are cut, to two digits at worst.
    expected: { ...theirs, scores: theirs.scores.map((value) => expect.closeTo(value, 1) as number) },
  };
}

const paths = ['code.py', 'missing', 'dir', 'unsure.txt', 'loop', 'empty'];
const colorful = { CLICOLOR_FORCE: '1' };

const commands: readonly (readonly [args: readonly string[], options?: RunOptions])[] = [
  // What is looked at.
  [paths],
  [['-r', '.']],
  [['-r', 'dir/']],
  [['-r', './dir//', 'code.py']],
  [['--recursive', 'link-to-dir', 'missing']],
  [['-r', '--no-dereference', '.']],
  [['-r', 'dir/nothing']],
  [['--no-dereference', 'link', 'link-to-dir', 'link-to-dir/', 'broken', 'loop', 'dir']],
  [['broken', 'code.py/', 'code.py/below', 'n'.repeat(300), './/code.py', '.']],
  [['--jsonl', 'broken', 'loop', 'code.py/', 'n'.repeat(300)]],
  [['/dev/null', '/dev/zero', '/proc/self/status', '/sys/kernel/mm/transparent_hugepage/enabled']],
  [['--', '-r', 'code.py']],
  // Standard input.
  [['-'], { stdin: 'code.py' }],
  [['-s', 'dir', '-', 'code.py'], { stdin: 'random' }],
  [['--json', '-'], { stdin: 'empty' }],
  [['-'], { stdin: 'dir' }],
  [['-r', '-', 'dir/a b'], { stdin: 'dir/archive.zip' }],
  // What is printed.
  ...['-s', '-i', '-l', '-is', '-ls', '--json', '--jsonl', '--colors', '--no-colors'].map(
    (flag) => [[flag, ...paths]] as const,
  ),
  [['-r', '--json', '.']],
  [['-r', '--jsonl', '.']],
  [['-r', '--json', 'dir/nothing']],
  [['-r', '--jsonl', 'dir/nothing']],
  [['--format', '%p|%l|%d|%g|%m|%e|<%s|%S|%b|%%|%z|%é|%', ...paths]],
  ...['', '%', 'x', '-', '%p\n'].map((format) => [['--format', format, 'code.py']] as const),
  [['--format=%l', 'code.py']],
  [['--format=', 'code.py']],
  [['--format=-%l', 'code.py']],
  // Colors.
  [['-r', '-s', '--colors', '.']],
  [['-r', '--colors', '.'], { env: { COLORTERM: 'truecolor' } }],
  [['--colors', '--format', '', 'code.py']],
  [['--colors', '--jsonl', ...paths]],
  [paths, { env: colorful }],
  [paths, { env: { ...colorful, NO_COLOR: '1', COLORTERM: '24bit' } }],
  [paths, { env: { CLICOLOR_FORCE: '0' } }],
  [['--no-colors', ...paths], { env: colorful }],
  // Wrong, or next to nothing.
  [[]],
  [['-s']],
  [['-r']],
  [['--json']],
  [['code.py', '']],
  [['-', '-']],
  ...[
    '--json --jsonl',
    '--json --format x',
    '--jsonl --format x',
    '-s --json',
    '-i --jsonl',
    '-l --format x',
    '-i -l',
    '-l -l',
    '--json --json',
    '--format x --format y',
    '--colors --no-colors',
    '--format -x',
    '--format --',
    '--label=x',
    '-s=1',
    '-sz',
    '--js',
    '--what --help',
  ].map((flags) => [[...flags.split(' '), 'code.py']] as const),
  [['code.py', '--format']],
];

describe('the Rust command line', () => {
  it.for(
    commands.map(([args, options = {}]) => ({
      args,
      options,
      title: JSON.stringify([...args.map((word) => word.slice(0, 60)), ...Object.values(options)]),
    })),
  )('$title', ({ args, options }, { skip }) => {
    skip(rust === undefined, whyNot);
    const { own, expected } = runBoth(args, options);
    expect(own).toEqual(expected);
  });

  it('in a directory that may not be read', ({ skip }) => {
    skip(rust === undefined, whyNot);
    skip(process.getuid?.() === 0, 'root reads everything');
    mkdirSync(join(folder, 'closed/in'), { recursive: true });
    writeFileSync(join(folder, 'closed/file'), 'seven b', { mode: 0 });
    chmodSync(join(folder, 'closed/in'), 0);
    for (const args of [
      ['-r', 'closed'],
      ['-r', '--jsonl', 'closed'],
      ['closed/in/x', 'closed/in'],
    ]) {
      const { own, expected } = runBoth(args);
      expect(own).toEqual(expected);
    }
    chmodSync(join(folder, 'closed/in'), 0o700);
    rmSync(join(folder, 'closed'), { recursive: true });
  });

  it.for([['-s'], ['--colors'], ['--json'], ['--jsonl'], ['-i'], ['--format', '%p %e <%s %S%b']])(
    'on the files of the cases: %j',
    (args, { skip }) => {
      skip(rust === undefined, whyNot);
      skip(!existsSync(caseFiles), 'no files of cases: NEARSIDE_CASES names no folder with magika/files in it');
      const { own, expected } = runBoth(['-r', ...args, '.'], { cwd: caseFiles });
      expect(own).toEqual(expected);
    },
  );
});
