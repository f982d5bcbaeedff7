// The command as users run it: its launcher over the built package.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const python = 'import os\n\n\ndef main(path):\n    for name in os.listdir(path):\n        print(name)\n';
const launcher = fileURLToPath(new URL('../bin/nearside-magika.js', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nearside-cli-'));
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'code'), python);
  writeFileSync(join(folder, 'sub/empty'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(args: readonly string[], input?: string | Uint8Array) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], {
    cwd: folder,
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}

describe('nearside-magika', () => {
  it('prints a line a path, and fails when one cannot be read', () => {
    const { status, stdout } = run(['code', 'sub', 'missing']);
    const lines = stdout.split('\n');
    expect(lines.slice(0, 2)).toEqual(['code: Python source (code)', 'sub: A directory (inode)']);
    expect(lines[2]).toMatch(/^missing: .*no such file.* \(error\)$/);
    expect(status).toBe(1);
  });

  it('goes into directories with -r', () => {
    expect(run(['-r', '.'])).toEqual({
      status: 0,
      stdout: 'code: Python source (code)\nsub/empty: Empty file (inode)\n',
      stderr: '',
    });
  });

  it("prints the reference's JSON", () => {
    const [value] = JSON.parse(run(['--json', 'code']).stdout) as [unknown];
    const contentType = {
      label: 'python',
      description: 'Python source',
      group: 'code',
      is_text: true,
      mime_type: 'text/x-python',
      extensions: ['py', 'pyi'],
    };
    const score = expect.closeTo(1, 1) as number;
    expect(value).toEqual({
      path: 'code',
      result: { status: 'ok', value: { dl: contentType, output: contentType, score } },
    });
  });

  it('prints a JSON object a line', () => {
    const lines = run(['--jsonl', 'code', 'missing']).stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ path: 'code' }),
      { path: 'missing', result: { status: 'file_does_not_exist' } },
    ]);
  });

  it('reads standard input', () => {
    expect(run(['-'], python).stdout).toBe('-: Python source (code)\n');
    expect(run(['-'], '').stdout).toBe('-: Empty file (inode)\n');
  });

  it('knows the prediction modes in both spellings', () => {
    const unsure = 'the quick brown fox';
    const guess = run(['--prediction-mode', 'best-guess', '-'], unsure);
    expect(guess.status).toBe(0);
    expect(run(['-m', 'best_guess', '-'], unsure).stdout).toBe(guess.stdout);
  });

  it.each([
    { args: [], message: 'no path' },
    { args: ['--json', '--jsonl', 'code'], message: 'together' },
    { args: ['-m', 'sure', 'code'], message: "no prediction mode 'sure'" },
    { args: ['--what', 'code'], message: '--what' },
    { args: ['-', '-'], message: 'only once' },
  ])('exits with 2 for $args', ({ args, message }) => {
    const { status, stdout, stderr } = run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('tells its usage and version without loading anything', () => {
    expect(run(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: nearside-magika') });
    expect(run(['-V'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^nearside-magika \d+\.\d+\.\d+/) });
  });
});
