import { describe, expect, it } from 'vitest';
import { findDependence, findNameAndSizeDefects, isAsset } from './check-assets.ts';

it.each([
  ['magika.worker.js', true],
  ['ort-wasm.provider.js', true],
  ['magika.onnx', true],
  ['magika-kernel-weights.bin', true],
  ['ort-wasm-simd-threaded.wasm', true],
  ['index.js', false],
  ['index.d.ts', false],
])('%s is an asset: %s', (name, expected) => expect(isAsset(name)).toBe(expected));

describe('findDependence', () => {
  it.each([
    'const load = async (url) => await import(url);',
    'class A { async run() { for await (const x of []) await x; } }',
    'async function node() { return import("node:fs"); }',
  ])('accepts %s', (code) => expect(findDependence(code)).toEqual([]));

  it.each([
    ['import { wrap } from "comlink";', 'imports "comlink"'],
    ['import "./chunk.js";', 'imports "./chunk.js"'],
    ['export * from "./chunk.js";', 'imports "./chunk.js"'],
    ['const load = () => import("./chunk.js");', 'imports "./chunk.js"'],
    ['const x = await fetch("x");', 'awaits at its top level'],
    ['for await (const x of y) z(x);', 'awaits at its top level'],
  ])('refuses %s', (code, finding) => expect(findDependence(code)).toEqual([finding]));
});

it('refuses a name taken twice and an asset that a bundler would inline', () => {
  const assets = [
    { path: 'packages/a/dist/x.wasm', name: 'x.wasm', bytes: 5000 },
    { path: 'packages/b/dist/x.wasm', name: 'x.wasm', bytes: 5000 },
    { path: 'packages/b/dist/y.wasm', name: 'y.wasm', bytes: 4095 },
    { path: 'packages/b/dist/weights.bin', name: 'weights.bin', bytes: 4096 },
    { path: 'packages/c/dist/weights.bin', name: 'weights.bin', bytes: 1 },
  ];
  expect(findNameAndSizeDefects(assets)).toEqual([
    'packages/a/dist/x.wasm: another package has an asset of this name',
    'packages/b/dist/x.wasm: another package has an asset of this name',
    'packages/b/dist/y.wasm: 4095 bytes, a bundler would inline it',
    'packages/b/dist/weights.bin: another package has an asset of this name',
    'packages/c/dist/weights.bin: another package has an asset of this name',
    'packages/c/dist/weights.bin: 1 bytes, a bundler would inline it',
  ]);
});
