/** The assets that docs/offline.md has for a page are those that such a page asks for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { isAsset } from '../../tools/check-assets.ts';
import { root } from '../../tools/lib/workspace.ts';
import { identify, test } from '../policy-page.ts';

const guide = readFileSync(join(root, 'docs/offline.md'), 'utf8');

/** The assets of a row, by what its first column says. */
function assetsOf(page: string): string[] {
  const row = guide.split('\n').find((line) => line.startsWith(`| ${page} `)) ?? '';
  return [...row.slice(page.length + 2).matchAll(/`([\w.-]+)`/g)].map(([, name = '']) => name);
}

for (const { provider, wanted } of [
  { provider: 'kernel', wanted: assetsOf('identifies files') },
  // The worker is the same; the kernel's weights are not asked for.
  { provider: 'ort-wasm', wanted: ['magika.worker.js', ...assetsOf('imports `@nearside/magika/ort-wasm`')] },
] as const) {
  test(`a page that identifies by ${provider} asks for the assets of its row`, async ({ open }) => {
    const { page, requests } = await open({});
    expect(await identify(page, provider)).toMatchObject({ label: 'python' });
    const names = requests.map((request) => request.split('/').at(-1) ?? '');
    const assets = names.filter((name) => name !== '' && isAsset(name) && !/\.(?:mjs|html|ico)$/.test(name));
    expect(wanted.length).toBeGreaterThan(1);
    expect([...new Set(assets)].toSorted()).toEqual(wanted.toSorted());
  });
}
