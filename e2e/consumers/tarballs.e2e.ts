// What users get, seen after the installation of the tarballs.
import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { expect, test } from '@playwright/test';
import { isAsset } from '../../tools/check-assets.ts';
import { publishedPackages, readManifest } from '../../tools/lib/workspace.ts';
import { createApp, type App } from './lib/create-app.ts';

let app: App;
test.beforeAll(() => {
  app = createApp('plain');
});
test.afterAll(() => app.remove());

for (const { manifest } of publishedPackages()) {
  test(`${manifest.name} has what it needs and nothing else`, () => {
    const folder = join(app.folder, 'node_modules', manifest.name);
    const known = ['LICENSE', 'NOTICE', 'README.md', 'THIRD-PARTY-NOTICES', 'dist', 'package.json'];
    const expected = manifest.bin ? [...known, 'bin'].toSorted() : known;
    expect(readdirSync(folder).toSorted()).toEqual(expected);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /\.map$|\.test\.|\.tsbuildinfo$/.test(file))).toEqual([]);

    const { exports = {}, bin = {} } = readManifest(folder);
    const targets = [exports, bin]
      .flatMap((entries) => Object.values(entries))
      .flatMap((one) => Object.values(typeof one === 'string' ? [one] : one));
    expect(targets.filter((target) => !files.includes(normalize(target)))).toEqual([]);
  });
}

test('the assets that pages fetch are all there', () => {
  const assets = (name: string): string[] =>
    readdirSync(join(app.folder, 'node_modules/@nearside', name, 'dist'))
      .filter(isAsset)
      .toSorted();
  expect(assets('core')).toEqual([
    'nearside-store.worker.js',
    'ort-wasm-simd-threaded.asyncify.wasm',
    'ort-wasm-simd-threaded.wasm',
    'ort-wasm.provider.js',
    'ort-webgpu.provider.js',
    'ort-webnn.provider.js',
    'tfjs-backend-wasm-simd.wasm',
    'tfjs-wasm.provider.js',
    'tfjs-webgl.provider.js',
    'tfjs-webgpu.provider.js',
  ]);
  expect(assets('magika')).toEqual(['magika-kernel-weights.bin', 'magika.onnx', 'magika.worker.js']);
});

test('the notices name the releases that are inside', () => {
  const read = (name: string, file: string): string =>
    readFileSync(join(app.folder, 'node_modules/@nearside', name, file), 'utf8');
  const manifestOf = (name: string) =>
    JSON.parse(read(name, 'package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  const { dependencies, devDependencies } = manifestOf('core');
  const compiler = `AssemblyScript ${manifestOf('magika').devDependencies['assemblyscript']}`;
  const comlink = `comlink ${dependencies['comlink']}`;
  const hashes = `@noble/hashes ${devDependencies['@noble/hashes']}`;
  const inside = {
    core: [comlink, hashes, `ONNX Runtime Web ${devDependencies['onnxruntime-web']}`],
    magika: [comlink, hashes, compiler, 'standard_v3_3'],
  };
  for (const [name, releases] of Object.entries(inside)) {
    const notices = read(name, 'THIRD-PARTY-NOTICES');
    for (const release of releases) expect(notices).toContain(release);
  }
});
