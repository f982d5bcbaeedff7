import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { App } from './create-app.ts';

/** Whether the slow consumers run as well. */
export const full = process.env['NEARSIDE_FULL'] !== undefined;

/** What a second origin may hold: with a base as with a function, scripts stay at home. */
export const secondOriginFiles = ['magika-kernel-weights.bin'];

/** What such a consumer needs beside what it needs anyway. */
export const secondOriginNeeds = 'also `assetBase`; CORS there, its origin in `connect-src`';

/** The two ways of taking weights, WASM and models from a second origin: the page's query for each. */
export const secondOriginForms = {
  '`assetBase` is its URL': (origin: string) => `?base=${origin}/`,
  '`assetBase` is a function': (origin: string) => `?data=${origin}/`,
};

/** Copies the assets as a user would, and returns their folder. */
export async function copyAssets(app: App, folder: string, options: string[] = []): Promise<string> {
  const path = join(app.folder, folder);
  await app.run('@nearside/core', ['copy', path, ...options]);
  return path;
}

/** ONNX Runtime and the model in its format are for those who import them. */
export function expectNoOnnxRuntime(output: string): void {
  expect(findOnnxRuntime(output)).toEqual([]);
}

/** Its files and the model's in a bundler's output: by what they are, since bundlers rename them. */
export function findOnnxRuntime(output: string): string[] {
  const files = readdirSync(output, { recursive: true, encoding: 'utf8' });
  const isScriptOfIt = (file: string) => readFileSync(join(output, file), 'utf8').includes('InferenceSession');
  return files.filter((file) => /\.(?:wasm|onnx)$/.test(file) || (/\.[cm]?js$/.test(file) && isScriptOfIt(file)));
}
