// Special paths as ../shared's special-paths.md has them for the Python reference; the built package runs the real model.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Magika } from '@nearside/magika';
import { identifyPath, identifyPaths, walk } from '@nearside/magika/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileEnds } from '../file-ends.ts';
import { findFiles } from './walk.ts';

const python = 'import os\n\n\ndef main(path):\n    for name in os.listdir(path):\n        print(name)\n';

// A real picture's: signature and IHDR of 640 × 480 true colour, then sRGB, gAMA and the head of IDAT.
const pngHead = Buffer.from(
  '89504e470d0a1a0a0000000d4948445200000280000001e008020000000ba3b8b3000000017352474200aece1ce90000000467414d410000b18f0bfc6105' +
    '0000ffff49444154785eecfd079c5cd775',
  'hex',
);

let magika: Magika;
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  magika = await Magika.create();
  folder = mkdtempSync(join(tmpdir(), 'nearside-paths-'));
  chmodSync(folder, 0o755);
  writeFileSync(at('code'), python);
  writeFileSync(at('empty'), '');
  mkdirSync(at('directory'));
  symlinkSync('code', at('link-to-file'));
  symlinkSync('directory', at('link-to-directory'));
  symlinkSync('nothing', at('broken-link'));
  symlinkSync('loop', at('loop'));
});

afterAll(() => {
  magika.destroy();
  rmSync(folder, { recursive: true });
});

describe('identifyPath', () => {
  it.each([
    { path: 'code', label: 'python' },
    { path: 'empty', label: 'empty' },
    { path: 'directory', label: 'directory' },
    { path: 'link-to-file', label: 'python' },
    { path: 'link-to-directory', label: 'directory' },
  ])('$path is $label', async ({ path, label }) => {
    expect(await identifyPath(magika, at(path))).toMatchObject({ path: at(path), status: 'ok', result: { label } });
  });

  it.each(['link-to-file', 'link-to-directory', 'broken-link'])(
    '%s is a symlink where links are not followed',
    async (path) => {
      expect(await identifyPath(magika, at(path), { dereference: false })).toMatchObject({
        status: 'ok',
        result: { label: 'symlink', mimeType: 'inode/symlink', score: 1, modelLabel: 'undefined' },
      });
    },
  );

  it.each(['missing', 'broken-link', 'loop', 'code/below'])('%s is not found', async (path) => {
    const found = await identifyPath(magika, at(path));
    expect(found).toMatchObject({ status: 'file_not_found_error', error: { code: 'invalid-input' } });
    expect(found).not.toHaveProperty('result');
  });

  it('does not open a FIFO, which would block', async ({ skip }) => {
    skip(spawnSync('mkfifo', [at('fifo')]).status !== 0, 'no mkfifo on this machine');
    expect(await identifyPath(magika, at('fifo'))).toMatchObject({
      status: 'ok',
      result: { label: 'unknown', score: 1 },
    });
  });

  it.each(['/dev/null', '/dev/zero'])('%s is unknown', async (path) => {
    expect(await identifyPath(magika, path)).toMatchObject({ status: 'ok', result: { label: 'unknown', score: 1 } });
  });

  it('takes a file of /proc, in which the reference cannot seek, for unknown', async ({ skip }) => {
    skip(!existsSync('/proc/cpuinfo'), 'no /proc on this machine');
    expect(await identifyPath(magika, '/proc/cpuinfo')).toMatchObject({
      status: 'ok',
      result: { label: 'unknown', score: 1 },
    });
  });

  it.each([
    { name: 'of zeros', head: new Uint8Array(), label: 'iso' },
    {
      name: 'with the head of a PNG',
      head: pngHead,
      label: 'png',
    },
  ])('reads only both ends of 5 sparse GiB $name', async ({ head, label }) => {
    const path = at(`sparse-${label}`);
    const file = openSync(path, 'w');
    writeSync(file, head);
    closeSync(file);
    truncateSync(path, 5 * 2 ** 30);
    expect(await identifyPath(magika, path)).toMatchObject({ result: { label } });
  });

  it.each([1, 4095, 4096, 4097, 8191, 8192, 8193, 20_000])('reads both ends of %i bytes', async (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 7) ^ (index >> 8));
    writeFileSync(at('sized'), bytes);
    let read: FileEnds | undefined;
    const identifyEnds = (ends: FileEnds) => ((read = ends), magika.identifyEnds(ends));
    await identifyPath({ identifyEnds }, at('sized'));
    expect(read).toEqual({ size, beginning: bytes.slice(0, 4096), end: bytes.slice(-4096) });
  });

  it('says that a file may not be read', ({ skip }) => {
    skip(process.getuid?.() !== 0, 'only root can run a program as another user');
    writeFileSync(at('secret'), python, { mode: 0o000 });
    // As nobody: root reads everything.
    const script = `
      const { Magika } = await import(process.argv[1]);
      const { identifyPath } = await import(process.argv[2]);
      const magika = await Magika.create();
      console.log((await identifyPath(magika, process.argv[3])).status);
      magika.destroy();`;
    const dist = (name: string) => fileURLToPath(import.meta.resolve(name));
    // The checkout itself may lie where nobody may look: what is needed is copied to where everybody may.
    const copy = at('copy');
    for (const name of ['core', 'magika']) {
      const from = dist(`@nearside/${name}`).replace(/dist\/index\.js$/, '');
      const to = join(copy, 'node_modules/@nearside', name);
      mkdirSync(to, { recursive: true });
      expect(spawnSync('cp', ['-r', join(from, 'dist'), join(from, 'package.json'), to]).status).toBe(0);
    }
    const comlink = dist('comlink').replace(/dist\/.*$/, '');
    expect(spawnSync('cp', ['-rL', comlink, join(copy, 'node_modules/comlink')]).status).toBe(0);
    const root = (name: string, file: string) => join(copy, 'node_modules/@nearside', name, 'dist', file);
    const node = at('node');
    expect(spawnSync('cp', [process.execPath, node]).status).toBe(0);
    const args = [
      '--input-type=module',
      '-e',
      script,
      root('magika', 'index.js'),
      root('magika', 'node.js'),
      at('secret'),
    ];
    const run = spawnSync(node, args, { uid: 65534, gid: 65534, cwd: '/', encoding: 'utf8' });
    expect(run.stderr + run.stdout).toBe('permission_error\n');
  });

  describe("as the reference's command line has it", () => {
    const identify = (path: string) => identifyPath(magika, path, { reference: 'rust' });

    it.each(['/dev/null', '/dev/zero', '/proc/cpuinfo'])('%s is empty', async (path) => {
      expect(await identify(path)).toMatchObject({ status: 'ok', result: { label: 'empty', score: 1 } });
    });

    it.each(['loop', 'code/below'])('%s is another error than not found', async (path) => {
      expect(await identify(at(path))).toMatchObject({ status: 'unknown' });
    });

    it.each(['missing', 'broken-link'])('%s is not found', async (path) => {
      expect(await identify(at(path))).toMatchObject({ status: 'file_not_found_error' });
    });

    it('a file of /sys, which is shorter than it says, cannot be read', async ({ skip }) => {
      const path = '/sys/kernel/mm/transparent_hugepage/enabled';
      skip(!existsSync(path), 'no /sys on this machine');
      expect(await identify(path)).toMatchObject({ status: 'unknown', error: { message: 'early eof' } });
      expect(await identifyPath(magika, path)).toMatchObject({ status: 'ok' });
    });

    it('a socket cannot be opened, a FIFO is not', async ({ skip }) => {
      skip(process.platform === 'win32', 'neither is in a folder on this system');
      const server = createServer().listen(at('socket'));
      await once(server, 'listening');
      expect(await identify(at('socket'))).toMatchObject({ status: 'unknown', error: { cause: { code: 'ENXIO' } } });
      server.close();
      skip(spawnSync('mkfifo', [at('other-fifo')]).status !== 0, 'no mkfifo on this machine');
      expect(await identify(at('other-fifo'))).toMatchObject({ status: 'ok', result: { label: 'unknown' } });
    });
  });

  it('takes a path that is no UTF-8 as bytes, and escapes it', async ({ skip }) => {
    skip(process.platform !== 'linux', 'names are text on this system');
    const path = Buffer.concat([Buffer.from(at('')), Buffer.from([0xff])]);
    writeFileSync(path, python);
    expect(await identifyPath(magika, path)).toMatchObject({
      path: `${at('')}\\xff`,
      status: 'ok',
      result: { label: 'python' },
    });
  });

  it('rejects with the reason of an abort', async () => {
    const reason = new Error('enough');
    await expect(identifyPath(magika, at('code'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('identifyPaths', () => {
  it('keeps the order, whatever each path is', async () => {
    const found: string[] = [];
    for await (const one of identifyPaths(magika, ['code', 'missing', 'directory'].map(at))) {
      found.push(one.status === 'ok' ? one.result.label : one.status);
    }
    expect(found).toEqual(['python', 'file_not_found_error', 'directory']);
  });
});

describe('walk', () => {
  it('lists files below, sorted, following links, and ends where one leads back', async () => {
    mkdirSync(at('tree/b'), { recursive: true });
    for (const name of ['tree/c', 'tree/a', 'tree/b/inner']) writeFileSync(at(name), '');
    symlinkSync('..', at('tree/b/back'));
    const paths: string[] = [];
    for await (const path of walk(at('tree'))) paths.push(path);
    expect(paths).toEqual(['tree/a', 'tree/b/inner', 'tree/c'].map(at));
  });

  it('sorts by bytes, and spells paths as they were given', async () => {
    mkdirSync(at('order/a b'), { recursive: true });
    for (const name of ['～', '😀', 'a', 'a-b', 'B', 'a b/c']) writeFileSync(at(`order/${name}`), '');
    const paths: string[] = [];
    for await (const path of walk(`${at('order')}//`)) paths.push(path.slice(at('order').length));
    expect(paths).toEqual(['//B', '//a', '//a b/c', '//a-b', '//～', '//😀']);
  });

  it('yields links as such on wish', async () => {
    const paths: unknown[] = [];
    for await (const { path } of findFiles(at('tree'), { dereference: false })) paths.push(path);
    expect(paths).toEqual(['tree/a', 'tree/b/back', 'tree/b/inner', 'tree/c'].map(at));
  });

  it('follows two links to one directory, each once', async () => {
    mkdirSync(at('twice/target'), { recursive: true });
    writeFileSync(at('twice/target/file'), '');
    symlinkSync('target', at('twice/again'));
    const paths: string[] = [];
    for await (const path of walk(at('twice'))) paths.push(path);
    expect(paths).toEqual(['twice/again/file', 'twice/target/file'].map(at));
  });

  it('yields what is no directory, and nothing for an empty one', async () => {
    const all = async (path: string) => {
      const paths: string[] = [];
      for await (const found of walk(path)) paths.push(found);
      return paths;
    };
    expect(await all(at('code'))).toEqual([at('code')]);
    expect(await all(at('missing'))).toEqual([at('missing')]);
    expect(await all(at('directory'))).toEqual([]);
  });
});
