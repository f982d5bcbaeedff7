import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import type { Manifest } from '../manifest/manifest.ts';
import { ProgressMeter } from './load-progress.ts';
import { ModelFiles } from './model-files.ts';

const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const artefact = { provider: 'any', files: [{ path: 'model.bin', bytes: bytes.length, sha256 }] };
const manifest: Manifest = {
  schema: 1,
  id: 'test/model',
  version: '1',
  licence: 'Apache-2.0',
  artefacts: [artefact],
  golden: { input: {}, output: {}, tolerance: 0 },
};
const path = join(mkdtempSync(join(tmpdir(), 'nearside-model-files-')), 'model.bin');
writeFileSync(path, bytes);
const there = pathToFileURL(path).href;
const nowhere = pathToFileURL(`${path}.missing`).href;
const { signal } = new AbortController();

async function fetchWith(early: Uint8Array<ArrayBuffer> | undefined, url: string) {
  const reports: number[] = [];
  const meter = new ProgressMeter(({ loadedBytes }) => reports.push(loadedBytes));
  meter.expect(bytes.length);
  const ask = () => Promise.reject(new Error('nothing is asked'));
  const from = { modelFiles: { 'model.bin': url }, ask, ...(early && { early: { 'model.bin': early } }) };
  const files = await new ModelFiles(manifest, from, meter).fetch(artefact, signal);
  return { files, loadedBytes: reports.at(-1) };
}

it('a file that came early is not fetched again, and counts as progress', async () => {
  const { files, loadedBytes } = await fetchWith(bytes.slice(), nowhere);
  expect(files['model.bin']).toEqual(bytes);
  expect(loadedBytes).toBe(bytes.length);
});

it.each([
  ['another length', bytes.slice(1)],
  ['a changed byte', bytes.with(500, 0)],
  ['nothing', undefined],
])('P2 what came early with %s is never used', async (_, early) => {
  await expect(fetchWith(early, there)).resolves.toMatchObject({ files: { 'model.bin': bytes } });
  await expect(fetchWith(early, nowhere)).rejects.toMatchObject({ code: 'network' });
});
