import { expect, it, onTestFinished } from 'vitest';
import { commands } from 'vitest/browser';
import type { FaultPlan } from '../../../../tools/lib/fault-commands.ts';
import { describeFile } from '../store/describe-file.ts';
import { fetchAsset } from './fetch-asset.ts';

it('N7 a wrong answer that the browser was told to keep for a year is got over', async () => {
  const content = new Uint8Array(5000).fill(7);
  const { bytes, sha256 } = await describeFile('model', new Blob([content]));
  const keep = { 'cache-control': 'max-age=31536000' };
  const faults = [{ page: true, headers: keep }, { headers: keep }] satisfies FaultPlan['faults'];
  const base64 = btoa(Array.from(content, (byte) => String.fromCharCode(byte)).join(''));
  const origin = await commands.startFaults({ content: base64, faults });
  onTestFinished(() => commands.stopFaults(origin));
  const url = `${origin}/model`;
  // Whoever asked first: the wrong answer is in the cache now.
  expect(await (await fetch(url)).text()).toContain('Log in');
  await expect(fetchAsset({ url, bytes, sha256 })).resolves.toEqual(content);
  expect(await commands.faultRequests(origin)).toHaveLength(2);
});
