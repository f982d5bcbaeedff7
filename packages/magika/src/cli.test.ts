// The command as users run it: its launcher over the built package.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
  writeFileSync(join(folder, 'photo.jpg'), python);
  writeFileSync(join(folder, 'SCRIPT.PY'), python);
});
afterAll(() => rmSync(folder, { recursive: true }));

// Others may be editing the sources: what was built for this run is what is tested.
const env = { ...process.env, NEARSIDE_AS_BUILT: '1' };

function run(args: readonly string[], input?: string | Uint8Array) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env,
    input,
  });
  return { status, stdout, stderr };
}

describe('nearside-magika', () => {
  it('prints a line a path, and fails when one cannot be read', () => {
    const stdout = [
      'code: Python source (code)',
      'sub: A directory (inode)',
      'missing: No such file or directory (os error 2) (error)',
      '',
    ];
    expect(run(['code', 'sub', 'missing'])).toEqual({ status: 1, stdout: stdout.join('\n'), stderr: '' });
  });

  it('goes into directories with -r', () => {
    expect(run(['-rl', '.'])).toEqual({
      status: 0,
      stdout: './SCRIPT.PY: python\n./code: python\n./photo.jpg: python\n./sub/empty: empty\n',
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
    { args: [], message: 'Usage: nearside-magika' },
    { args: ['--json', '--jsonl', 'code'], message: "'--json' cannot be used with '--jsonl'" },
    { args: ['-m', 'sure', 'code'], message: "invalid value 'sure'" },
    { args: ['--what', 'code'], message: '--what' },
  ])('exits with 2 for $args', ({ args, message }) => {
    const { status, stdout, stderr } = run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('tells its usage and version', () => {
    expect(run(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: nearside-magika') });
    expect(run(['-V'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^nearside-magika \d+\.\d+\.\d+ standard_v3_3\n$/),
    });
  });

  it('takes paths, ended by NULs, from standard input', () => {
    expect(run(['-l', '--stdin0', 'sub'], 'code\0sub/empty\0').stdout).toBe(
      'sub: directory\ncode: python\nsub/empty: empty\n',
    );
    expect(run(['-lr', '--stdin0'], 'sub').stdout).toBe('sub/empty: empty\n');
  });

  it('escapes names that are no UTF-8, wherever they come from', ({ skip }) => {
    skip(process.platform !== 'linux', 'names are text on this system');
    const name = Buffer.from('bad/\\\xff.py', 'latin1');
    mkdirSync(join(folder, 'bad'));
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), python);
    const stdout = 'bad/\\\\\\xff.py: python\n';
    expect(run(['-lr', 'bad']).stdout).toBe(stdout);
    expect(run(['-l', '--stdin0'], name).stdout).toBe(stdout);
    expect(JSON.parse(run(['--jsonl', '-r', 'bad']).stdout)).toMatchObject({ path: 'bad/\\\\\\xff.py' });
    // A shell passes what a string of Node cannot.
    const shell = spawnSync(
      'sh',
      ['-c', `exec "$0" "$1" -l "$(printf 'bad/\\134\\377.py')"`, process.execPath, launcher],
      {
        cwd: folder,
        encoding: 'utf8',
        env,
      },
    );
    expect(shell.stdout).toBe(stdout);
    rmSync(join(folder, 'bad'), { recursive: true });
  });

  it('fails on a mismatch where it is told to, and says of what', () => {
    expect(run(['-l', '--fail-on', 'mismatch', 'photo.jpg', 'SCRIPT.PY', 'code'])).toEqual({
      status: 1,
      stdout: 'photo.jpg: python\nSCRIPT.PY: python\ncode: python\n',
      stderr: 'nearside-magika: photo.jpg: the name disagrees with the content: Python source (.py, .pyi)\n',
    });
    expect(run(['--fail-on', 'mismatch', 'SCRIPT.PY', 'code']).status).toBe(0);
    expect(run(['photo.jpg']).status).toBe(0);
  });

  it('does not open a FIFO', ({ skip }) => {
    skip(spawnSync('mkfifo', [join(folder, 'fifo')]).status !== 0, 'no mkfifo on this machine');
    expect(run(['-l', 'fifo'])).toEqual({ status: 0, stdout: 'fifo: unknown\n', stderr: '' });
    rmSync(join(folder, 'fifo'));
  });

  it('ends quietly when nobody reads on', ({ skip }) => {
    skip(process.platform === 'win32', 'no sh on this system');
    const many = Array.from({ length: 500 }, () => 'code').join(' ');
    const { stdout, stderr } = spawnSync('sh', ['-c', `"$0" "$1" ${many} | head -n 1`, process.execPath, launcher], {
      cwd: folder,
      encoding: 'utf8',
      env,
    });
    expect({ stdout, stderr }).toEqual({ stdout: 'code: Python source (code)\n', stderr: '' });
  });
});

describe('the launcher', () => {
  /** A copy of the package, with all that it depends on beside it. */
  function copyPackage(to: string): string {
    const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
    const copy = join(to, 'packages', 'magika');
    for (const name of ['bin', 'dist', 'package.json']) {
      cpSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), join(copy, name), { recursive: true });
    }
    symlinkSync(modules, join(to, 'node_modules'));
    return join(copy, 'bin', 'nearside-magika.js');
  }

  const start = (path: string) => {
    const { NEARSIDE_AS_BUILT: _, ...own } = env;
    return spawnSync(process.execPath, [path, '-V'], { encoding: 'utf8', env: own });
  };

  it('never builds in an installed package, and builds what is stale in a checkout', () => {
    const to = join(folder, 'checkout');
    const path = copyPackage(to);
    expect(start(path)).toMatchObject({ status: 0, stderr: '' });

    // As in a checkout: sources beside it, and a build that leaves a mark.
    mkdirSync(join(to, 'tools'));
    mkdirSync(join(to, 'packages/magika/src'));
    for (const program of ['run.mjs', 'build-packages.ts']) {
      writeFileSync(join(to, 'tools', program), `console.log('built');`);
    }
    writeFileSync(join(to, 'packages/magika/src/cli.ts'), '');
    expect(start(path)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^nearside/), stderr: 'built\n' });
    expect(start(path)).toMatchObject({ status: 0, stderr: '' });

    rmSync(join(to, 'packages/magika/dist/cli.js'));
    for (const program of ['run.mjs', 'build-packages.ts'])
      writeFileSync(join(to, 'tools', program), 'process.exit(1);');
    expect(start(path)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('npm run build') });
    expect(existsSync(join(to, 'packages/magika/dist/cli.js'))).toBe(false);
  });
});
