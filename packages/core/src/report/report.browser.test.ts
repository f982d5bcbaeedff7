import { expect, it } from 'vitest';
import { formatReport } from './format-report.ts';
import { takeReport } from './capability-report.ts';

it('says what this Chromium has, by asking it', async () => {
  const report = await takeReport([]);
  expect(report.capabilities).toMatchObject({ realm: 'window', wasm: true, wasmSimd: true, secureContext: true });
  expect(report.platform).toMatchObject({ workers: true, locks: true, broadcastChannel: true });
  expect(report.platform.storage).toMatchObject({ opfs: true, cacheApi: true, quotaBytes: expect.any(Number) });
  expect(report.platform.codecs.decode).toMatchObject({ vp9: true });
  expect(formatReport(report)).toMatch(/^private files +yes$/m);
});
