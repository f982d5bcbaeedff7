// `npx nearside-assets copy` in the layouts that package managers make, from stand-in packages in a temporary folder.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';

const program = join(import.meta.dirname, '../bin/nearside-assets.js');
const home = mkdtempSync(join(tmpdir(), 'nearside-assets-'));
after(() => rmSync(home, { recursive: true }));

/** @type {string} */
let project;
beforeEach(() => {
  project = mkdtempSync(join(home, 'project-'));
});

const coreFiles = {
  'index.js': 'export const core = 1;',
  'index.d.ts': '',
  'ort-wasm.js': "new URL('./ort-wasm.provider.js', import.meta.url); new URL('./ort.wasm', import.meta.url);",
  'ort-webgpu.js': "import './chunk-1.js';",
  'chunk-1.js': "new URL('./ort-webgpu.provider.js', import.meta.url); new URL('./big.wasm', import.meta.url);",
  'ort-wasm.provider.js': 'wasm',
  'ort-webgpu.provider.js': 'webgpu',
  'ort.wasm': 'w',
  'big.wasm': 'WW',
};
const magikaFiles = { 'index.js': '', 'index.js.map': '', 'magika.worker.js': 'worker', 'magika.onnx': 'model' };
const all = [
  'big.wasm',
  'magika.onnx',
  'magika.worker.js',
  'ort-wasm.provider.js',
  'ort-webgpu.provider.js',
  'ort.wasm',
];

/** @param {string} path @param {string} content */
function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** @param {string} folder @param {{ name?: string, [key: string]: unknown }} manifest @param {Record<string, string>} files */
function makePackage(folder, manifest, files) {
  write(join(folder, 'package.json'), JSON.stringify({ version: '1.0.0', ...manifest }));
  for (const [name, content] of Object.entries(files)) write(join(folder, 'dist', name), content);
}

/** @param {string} folder @param {object} [more] */
function makeCore(folder, more = {}) {
  const subpath = (/** @type {string} */ file) => ({ types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` });
  const exports = { '.': subpath('index'), './ort-wasm': subpath('ort-wasm'), './ort-webgpu': subpath('ort-webgpu') };
  makePackage(
    folder,
    { name: '@nearside/core', exports: { ...exports, './package.json': './package.json' }, ...more },
    coreFiles,
  );
}

/** @param {string} folder */
function makeMagika(folder) {
  makePackage(folder, { name: '@nearside/magika', dependencies: { '@nearside/core': '1.0.0' } }, magikaFiles);
}

function makeHoisted() {
  write(join(project, 'package.json'), JSON.stringify({ dependencies: { '@nearside/magika': '1.0.0' } }));
  makeMagika(join(project, 'node_modules/@nearside/magika'));
  makeCore(join(project, 'node_modules/@nearside/core'));
}

/** @param {string[]} args @param {string} [cwd] */
function run(args, cwd = project) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const copied = () => readdirSync(join(project, 'public')).sort();

describe('nearside-assets copy', () => {
  it('copies every asset of the dependencies, and of theirs, and no module', () => {
    makeHoisted();
    const { status, stdout } = run(['copy', 'public']);
    assert.equal(status, 0);
    assert.deepEqual(copied(), all);
    assert.equal(readFileSync(join(project, 'public/magika.onnx'), 'utf8'), 'model');
    assert.match(stdout, /^copied magika\.onnx {2}5 bytes$/m);
    assert.match(stdout, /^6 files, 24 bytes in public \(6 copied\)$/m);
  });

  it('leaves equal files alone and replaces others, also of equal size', () => {
    makeHoisted();
    run(['copy', 'public']);
    const target = join(project, 'public/magika.onnx');
    const before = statSync(join(project, 'public/big.wasm')).mtimeMs;
    writeFileSync(target, 'MODEL');
    assert.match(run(['copy', 'public']).stdout, /\(1 copied\)$/m);
    assert.equal(readFileSync(target, 'utf8'), 'model');
    assert.equal(statSync(join(project, 'public/big.wasm')).mtimeMs, before);
  });

  it('selects by package, entry point and file', () => {
    makeHoisted();
    run(['copy', 'public', '--without', 'ort-webgpu']);
    assert.deepEqual(copied(), ['magika.onnx', 'magika.worker.js', 'ort-wasm.provider.js', 'ort.wasm']);
    rmSync(join(project, 'public'), { recursive: true });
    run(['copy', 'public', '--only', 'ort-webgpu,magika.onnx']);
    assert.deepEqual(copied(), ['big.wasm', 'magika.onnx', 'ort-webgpu.provider.js']);
  });

  it('works from a folder below, with the packages hoisted above the project', () => {
    makeHoisted();
    const app = join(project, 'apps/one');
    write(join(app, 'package.json'), JSON.stringify({ devDependencies: { '@nearside/magika': '1.0.0' } }));
    mkdirSync(join(app, 'src'));
    assert.equal(run(['copy', join(project, 'public')], join(app, 'src')).status, 0);
    assert.deepEqual(copied(), all);
  });

  it("follows pnpm's links to dependencies that are not at the top", () => {
    const store = join(project, 'node_modules/.pnpm');
    write(join(project, 'package.json'), JSON.stringify({ dependencies: { '@nearside/magika': '1.0.0' } }));
    makeMagika(join(store, 'magika@1.0.0/node_modules/@nearside/magika'));
    makeCore(join(store, 'core@1.0.0/node_modules/@nearside/core'));
    mkdirSync(join(project, 'node_modules/@nearside'));
    symlinkSync(
      join(store, 'magika@1.0.0/node_modules/@nearside/magika'),
      join(project, 'node_modules/@nearside/magika'),
      'junction',
    );
    symlinkSync(
      join(store, 'core@1.0.0/node_modules/@nearside/core'),
      join(store, 'magika@1.0.0/node_modules/@nearside/core'),
      'junction',
    );
    assert.equal(run(['copy', 'public']).status, 0);
    assert.deepEqual(copied(), all);
  });

  it('takes whatever is installed where no package.json names one', () => {
    makeMagika(join(project, 'node_modules/@nearside/magika'));
    makeCore(join(project, 'node_modules/@nearside/core'));
    assert.equal(run(['copy', 'public']).status, 0);
    assert.deepEqual(copied(), all);
  });

  it('refuses two releases, whose files would lie over each other', () => {
    makeHoisted();
    const manifest = { dependencies: { '@nearside/magika': '1.0.0', '@nearside/core': '2.0.0' } };
    write(join(project, 'package.json'), JSON.stringify(manifest));
    makeCore(join(project, 'node_modules/@nearside/core'), { version: '2.0.0' });
    makeCore(join(project, 'node_modules/@nearside/magika/node_modules/@nearside/core'));
    const { status, stderr } = run(['copy', 'public']);
    assert.equal(status, 1);
    assert.match(stderr, /@nearside\/core is installed twice, 1\.0\.0 and 2\.0\.0/);
  });

  it('says what is missing', () => {
    assert.match(run(['copy', 'public']).stderr, /no @nearside package is installed here/);
    makeHoisted();
    rmSync(join(project, 'node_modules/@nearside/core'), { recursive: true });
    const { status, stderr } = run(['copy', 'public']);
    assert.equal(status, 1);
    assert.match(stderr, /^nearside-assets: @nearside\/core, which .*package\.json asks for, is not installed\n$/);
  });

  it('tells a wrong command line from a failure', () => {
    makeHoisted();
    for (const args of [[], ['copy'], ['copy', 'a', 'b'], ['move', 'a'], ['copy', 'a', '--nope']]) {
      assert.equal(run(args).status, 2, args.join(' '));
    }
    const unknown = run(['copy', 'public', '--only', 'tensorflow']);
    assert.equal(unknown.status, 2);
    assert.match(unknown.stderr, /nothing here is called tensorflow; there are .*ort-webgpu/);
    assert.equal(run(['copy', 'public', '--only', 'magika', '--without', 'magika']).status, 2);
    writeFileSync(join(project, 'taken'), '');
    assert.equal(run(['copy', 'taken']).status, 1);
    const { status, stdout } = run(['--help']);
    assert.equal(status, 0);
    assert.match(stdout, /^nearside-assets copy DIR/);
  });
});
