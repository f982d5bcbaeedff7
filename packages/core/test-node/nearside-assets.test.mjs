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
const magikaFiles = {
  'index.js': "import './chunk-2.js'; new URL('./magika.worker.js', import.meta.url);",
  'index.js.map': '',
  'chunk-2.js': "new URL('./magika-kernel-weights.bin', import.meta.url);",
  'ort-wasm.js': "import './chunk-3.js'; import '@nearside/core/ort-wasm';",
  'ort-webgpu.js': "import './chunk-3.js'; import '@nearside/core/ort-webgpu';",
  'chunk-3.js': "new URL('./magika.onnx', import.meta.url);",
  'magika.worker.js': 'worker',
  'magika-kernel-weights.bin': 'weights',
  'magika.onnx': 'model',
};
const needed = ['magika-kernel-weights.bin', 'magika.worker.js'];
const all = [
  'big.wasm',
  'magika-kernel-weights.bin',
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

const subpath = (/** @type {string} */ file) => ({ types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` });
const exports = {
  '.': subpath('index'),
  './ort-wasm': subpath('ort-wasm'),
  './ort-webgpu': subpath('ort-webgpu'),
  './package.json': './package.json',
};

/** @param {string} folder @param {object} [more] */
function makeCore(folder, more = {}) {
  makePackage(folder, { name: '@nearside/core', exports, ...more }, coreFiles);
}

/** @param {string} folder */
function makeMagika(folder) {
  const dependencies = { '@nearside/core': '1.0.0' };
  makePackage(folder, { name: '@nearside/magika', exports, dependencies }, magikaFiles);
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
  it('copies what the main entry points need, and no module', () => {
    makeHoisted();
    const { status, stdout } = run(['copy', 'public']);
    assert.equal(status, 0);
    assert.deepEqual(copied(), needed);
    assert.equal(readFileSync(join(project, 'public/magika-kernel-weights.bin'), 'utf8'), 'weights');
    assert.match(stdout, /^copied magika-kernel-weights\.bin {2}7 bytes$/m);
    assert.match(stdout, /^2 files, 13 bytes in public \(2 copied\)$/m);
    assert.match(stdout, /^left out, .*: ort-wasm, ort-webgpu \(--with ort-wasm,ort-webgpu\)$/m);
  });

  it('copies the files of other providers, those of the packages below as well, when they are asked for', () => {
    makeHoisted();
    assert.match(
      run(['copy', 'public', '--with', 'ort-wasm']).stdout,
      /^left out, .*: ort-webgpu \(--with ort-webgpu\)$/m,
    );
    assert.deepEqual(copied(), [...needed, 'magika.onnx', 'ort-wasm.provider.js', 'ort.wasm'].sort());
    assert.doesNotMatch(run(['copy', 'public', '--with', 'ort-wasm,ort-webgpu']).stdout, /left out/);
    assert.deepEqual(copied(), all);
  });

  it('leaves equal files alone and replaces others, also of equal size', () => {
    makeHoisted();
    run(['copy', 'public']);
    const target = join(project, 'public/magika-kernel-weights.bin');
    const before = statSync(join(project, 'public/magika.worker.js')).mtimeMs;
    writeFileSync(target, 'WEIGHTS');
    assert.match(run(['copy', 'public']).stdout, /\(1 copied\)$/m);
    assert.equal(readFileSync(target, 'utf8'), 'weights');
    assert.equal(statSync(join(project, 'public/magika.worker.js')).mtimeMs, before);
  });

  it('copies nothing but what is named: packages, entry points, files', () => {
    for (const [only, files] of /** @type {const} */ ([
      ['magika.onnx', ['magika.onnx']],
      ['ort-webgpu,magika.worker.js', ['big.wasm', 'magika.onnx', 'magika.worker.js', 'ort-webgpu.provider.js']],
      ['core', all.filter((name) => !name.startsWith('magika'))],
    ])) {
      makeHoisted();
      assert.doesNotMatch(run(['copy', 'public', '--only', only]).stdout, /left out/);
      assert.deepEqual(copied(), files);
      rmSync(join(project, 'public'), { recursive: true });
    }
  });

  it('works from a folder below, with the packages hoisted above the project', () => {
    makeHoisted();
    const app = join(project, 'apps/one');
    write(join(app, 'package.json'), JSON.stringify({ devDependencies: { '@nearside/magika': '1.0.0' } }));
    mkdirSync(join(app, 'src'));
    assert.equal(run(['copy', join(project, 'public')], join(app, 'src')).status, 0);
    assert.deepEqual(copied(), needed);
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
    assert.deepEqual(copied(), needed);
  });

  it('takes whatever is installed where no package.json names one', () => {
    makeMagika(join(project, 'node_modules/@nearside/magika'));
    makeCore(join(project, 'node_modules/@nearside/core'));
    assert.equal(run(['copy', 'public']).status, 0);
    assert.deepEqual(copied(), needed);
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

  it('says what there is to choose where the main entry points need nothing', () => {
    makeCore(join(project, 'node_modules/@nearside/core'));
    const { status, stderr } = run(['copy', 'public']);
    assert.equal(status, 2);
    assert.match(stderr, /nothing to copy; --with takes ort-wasm, ort-webgpu$/m);
  });

  it('tells a wrong command line from a failure', () => {
    makeHoisted();
    for (const args of [[], ['copy'], ['copy', 'a', 'b'], ['move', 'a'], ['copy', 'a', '--nope']]) {
      assert.equal(run(args).status, 2, args.join(' '));
    }
    const unknown = run(['copy', 'public', '--only', 'tensorflow']);
    assert.equal(unknown.status, 2);
    assert.match(unknown.stderr, /nothing here is called tensorflow; there are .*ort-webgpu/);
    assert.equal(run(['copy', 'public', '--only', 'magika', '--with', 'ort-wasm']).status, 2);
    writeFileSync(join(project, 'taken'), '');
    assert.equal(run(['copy', 'taken']).status, 1);
    const { status, stdout } = run(['--help']);
    assert.equal(status, 0);
    assert.match(stdout, /^nearside-assets copy DIR/);
  });
});
