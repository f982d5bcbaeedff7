import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyCheckout, flipBit } from './fixture.ts';
import { defaultLayout, type Layout } from './source.ts';
import { verify } from './verify.ts';

const failures = (layout: Layout): string[] =>
  verify(layout)
    .filter((check) => check.problem !== undefined)
    .map((check) => check.what);

describe('verify', () => {
  it('passes on the checkout', () => {
    expect(verify(defaultLayout()).filter((check) => check.problem)).toEqual([]);
  });

  it('passes on an untouched copy', () => {
    expect(failures(copyCheckout())).toEqual([]);
  });

  it.each(['model.onnx', 'config.min.json', 'content_types_kb.min.json'])('notices one changed bit of %s', (file) => {
    const layout = copyCheckout();
    const path = join(layout.models, 'magika', 'standard_v3_3', file);
    const bytes = readFileSync(path);
    writeFileSync(path, flipBit(bytes, bytes.length >> 1));
    expect(failures(layout)).toContain(`magika/standard_v3_3/${file}`);
  });

  it.each(['model.onnx', 'LICENSE', 'README.md'])('notices that %s is missing', (file) => {
    const layout = copyCheckout();
    rmSync(join(layout.models, 'magika', 'standard_v3_3', file));
    expect(failures(layout)).toEqual([`magika/standard_v3_3/${file}`]);
  });

  it('notices a manifest that names another file than the pinned one', () => {
    const layout = copyCheckout();
    const path = join(layout.models, 'magika', 'standard_v3_3', 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('3163737', '3163738'));
    expect(failures(layout)).toEqual(['magika/standard_v3_3/manifest.json', 'manifest.generated.ts']);
  });

  it('notices a stale or missing generated file', () => {
    const layout = copyCheckout();
    writeFileSync(join(layout.generated, 'manifest.generated.ts'), '// edited by hand\n');
    rmSync(join(layout.generated, 'model-config.generated.ts'));
    expect(failures(layout)).toEqual(['model-config.generated.ts', 'manifest.generated.ts']);
  });
});
