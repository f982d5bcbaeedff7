import { copyFileSync, cpSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zipSync } from 'fflate';
import { onTestFinished } from 'vitest';
import { digestOf } from './integrity.ts';
import { defaultLayout, type Layout, type Source } from './source.ts';
import { cutGraph } from './tfjs-graph.ts';

/** A copy of the checkout's models and generated files, for the running test to spoil; removed when it ends. */
export function copyCheckout(): Layout {
  const { models, generated } = defaultLayout();
  const folder = mkdtempSync(join(tmpdir(), 'nearside-models-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const copy = { models: join(folder, 'models'), generated: join(folder, 'generated'), cache: join(folder, 'cache') };
  for (const name of ['blazeface', 'magika', 'nanodet']) {
    cpSync(join(models, name), join(copy.models, name), { recursive: true });
  }
  mkdirSync(copy.generated);
  for (const name of globSync('*.generated.ts', { cwd: generated })) {
    copyFileSync(join(generated, name), join(copy.generated, name));
  }
  return copy;
}

/** A wheel of our own that holds `content`, and the source that pins both. */
export function makeWheel(content: Uint8Array): { wheel: Uint8Array; source: Source } {
  const wheel = zipSync({ 'pots/model.onnx': content, 'pots/other.txt': Uint8Array.of(1, 2, 3) });
  const source: Source = {
    name: 'pots',
    licence: 'Apache-2.0',
    folder: 'v1',
    package: { name: 'pots', version: '1.0', file: 'pots-1.0-py3-none-any.whl', ...digestOf(wheel) },
    files: [{ from: 'pots/model.onnx', path: 'model.onnx', ...digestOf(content) }],
  };
  return { wheel, source };
}

/** A copy of `bytes` with one bit changed. */
export function flipBit(bytes: Uint8Array, index: number): Uint8Array {
  const copy = bytes.slice();
  copy[index] = (copy[index] ?? 0) ^ 1;
  return copy;
}

/** A tarball of our own that holds a graph with one weight, and the source that cuts it. */
export function makeTarball(): { tarball: Uint8Array; source: Source } {
  const graph = {
    modelTopology: { node: [{ name: 'x' }, { name: 'w' }, { name: 'y', input: ['x', 'w'] }], versions: {} },
    weightsManifest: [{ weights: [{ name: 'w', shape: [1], dtype: 'float32' }] }],
  };
  const json = new TextEncoder().encode(JSON.stringify(graph));
  const weights = new Uint8Array(Float32Array.of(1).buffer);
  const cut = { name: 'small', input: { name: 'image', node: 'x', dims: [1] }, outputs: { end: 'y' } };
  const tarball = gzipSync(Buffer.concat([...tarEntry('package/a.json', json), ...tarEntry('package/a.bin', weights)]));
  const source: Source = {
    name: 'pots',
    licence: 'Apache-2.0',
    folder: 'v1',
    package: { name: 'pots', version: '1.0', file: 'pots-1.0.tgz', ...digestOf(tarball) },
    files: [
      { from: 'package/a.json', path: 'a.json', ...digestOf(json) },
      { from: 'package/a.bin', path: 'a.bin', ...digestOf(weights) },
    ],
    derived: {
      cut,
      files: [...cutGraph(json, weights, cut)].map(([path, bytes]) => ({ path, ...digestOf(bytes) })),
    },
  };
  return { tarball, source };
}

function tarEntry(name: string, content: Uint8Array): Uint8Array[] {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write(content.byteLength.toString(8).padStart(11, '0'), 124);
  header.write('0', 156);
  return [header, content, Buffer.alloc((512 - (content.byteLength % 512)) % 512)];
}
