import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { App } from './create-app.ts';

/** Whether the slow consumers run as well. */
export const full = process.env['NEARSIDE_FULL'] !== undefined;

/** What a second origin may hold: with a base as with a function, scripts stay at home. */
export const secondOriginFiles = ['magika.onnx', 'ort-wasm-simd-threaded.wasm'];

/** What such a consumer needs beside what it needs anyway. */
export const secondOriginNeeds = 'also `assetBase`; CORS there, its origin in `connect-src`';

/** The two ways of taking WASM and models from a second origin: the page's query for each. */
export const secondOriginForms = {
  '`assetBase` is its URL': (origin: string) => `?base=${origin}/`,
  '`assetBase` is a function': (origin: string) => `?data=${origin}/`,
};

/** Copies the assets as a user would, and returns their folder. */
export async function copyAssets(app: App, folder: string): Promise<string> {
  const path = join(app.folder, folder);
  await app.run('@nearside/core', ['copy', path, '--without', 'ort-webgpu']);
  return path;
}

/** The 26.8 MB of WebGPU are for those who import them. */
export function expectNoWebGpu(output: string): void {
  const files = readdirSync(output, { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => /asyncify|webgpu/.test(file))).toEqual([]);
}
