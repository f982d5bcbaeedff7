import { copyFileSync, cpSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { onTestFinished } from 'vitest';
import { digestOf } from './integrity.ts';
import { defaultLayout, type Layout, type Source } from './source.ts';

/** A copy of the checkout's models and generated files, for the running test to spoil; removed when it ends. */
export function copyCheckout(): Layout {
  const { models, generated } = defaultLayout();
  const folder = mkdtempSync(join(tmpdir(), 'nearside-models-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const copy = { models: join(folder, 'models'), generated: join(folder, 'generated'), cache: join(folder, 'cache') };
  cpSync(join(models, 'magika'), join(copy.models, 'magika'), { recursive: true });
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
    wheel: { name: 'pots', version: '1.0', file: 'pots-1.0-py3-none-any.whl', ...digestOf(wheel) },
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
