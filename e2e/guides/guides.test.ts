/** What docs/errors.md, docs/hosting.md and docs/offline.md show, run; and the list of assets, compared with what is built. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRuntime, NearsideError, type Manifest } from '@nearside/core';
import { describeFile } from '@nearside/core/manifests';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { isAsset } from '../../tools/check-assets.ts';
import { serveFaults } from '../../tools/lib/fault-server.ts';
import { publishedPackages, root } from '../../tools/lib/workspace.ts';
import { explain, obtainWithRoom, onceMore } from './handle-errors.ts';
import { deleteOthers, describeArtefact, runtimeFor, worksOffline } from './host-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'nearside-guides-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('docs/errors.md', () => {
  it('says what a user can do, tells the developer, and hides no mistake', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    expect(explain(AbortSignal.abort().reason)).toBeUndefined();
    expect(log).not.toHaveBeenCalled();
    expect(explain(new NearsideError('network', 'no answer'))).toEqual({
      text: expect.stringContaining('online'),
      canRetry: true,
    });
    expect(explain(new NearsideError('worker-failed', 'died'))?.canRetry).toBe(true);
    expect(log).toHaveBeenCalledTimes(2);
    expect(() => explain(new TypeError('mine'))).toThrow('mine');
  });

  it('makes a call once more where that may help', async () => {
    const lost = new NearsideError('device-lost', 'gone');
    const work = vi.fn<() => Promise<number>>().mockRejectedValueOnce(lost).mockResolvedValueOnce(1);
    expect(await onceMore(work)).toBe(1);
    work.mockRejectedValueOnce(new NearsideError('integrity', 'other'));
    await expect(onceMore(work)).rejects.toMatchObject({ code: 'integrity' });
    expect(work).toHaveBeenCalledTimes(3);
  });

  it('makes room by what the user gives up, and obtains again', async () => {
    const runtime = createRuntime();
    const keep = (id: string) => runtime.models.import(new File(['weights'], 'weights.bin'), { id, provider: 'x' });
    await keep('old/one');
    await keep('old/two');
    const held = await runtime.models.open('old/two');
    const full = vi.spyOn(runtime.models, 'obtain').mockRejectedValueOnce(new NearsideError('quota', 'no room'));
    full.mockResolvedValueOnce({ files: {}, release: () => undefined });
    const manifest = { id: 'new/one', artefacts: [] } as unknown as Manifest;
    const offered: string[] = [];
    await obtainWithRoom(runtime, manifest, 'x', async (models) => {
      offered.push(...models.map(({ id }) => id));
      return models;
    });
    expect(offered).toEqual(['old/one']);
    expect((await runtime.models.list()).map(({ id }) => id)).toEqual(['old/two']);
    held?.release();
  });
});

describe('docs/hosting.md', () => {
  it('describes files with their digests, and large ones chunk by chunk', async () => {
    const content = { 'small.bin': randomBytes(1000), 'large.bin': randomBytes((9 << 20) + 1) };
    const paths = Object.entries(content).map(([name, bytes]) => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    });
    const { provider, files } = await describeArtefact('mine', paths);
    expect(provider).toBe('mine');
    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    const large = content['large.bin'];
    const digests = [0, 1, 2].map((index) => sha256(large.subarray(index << 22, (index + 1) << 22)));
    expect(files).toEqual([
      { path: 'small.bin', bytes: 1000, sha256: sha256(content['small.bin']) },
      { path: 'large.bin', bytes: large.length, sha256: sha256(large), chunks: { bytes: 4 << 20, sha256: digests } },
    ]);
  });

  it('deletes the versions that nobody uses any more', async () => {
    const runtime = createRuntime();
    for (const id of ['example/sum-1', 'example/sum-2', 'example/sum-3', 'other/sum-1']) {
      await runtime.models.import(new File([id], 'weights.bin'), { id, provider: 'x' });
    }
    const held = await runtime.models.open('example/sum-2');
    const ids = async () => (await runtime.models.list()).map(({ id }) => id).toSorted();
    await deleteOthers(runtime, 'example/sum-', 'example/sum-3');
    expect(await ids()).toEqual(['example/sum-2', 'example/sum-3', 'other/sum-1']);
    held?.release();
    await deleteOthers(runtime, 'example/sum-', 'example/sum-3');
    expect(await ids()).toEqual(['example/sum-3', 'other/sum-1']);
  });
});

describe('a mirror behind a login', () => {
  const weights = randomBytes(100_000);

  async function serve(): Promise<{ origin: string; manifest: Manifest }> {
    const server = await serveFaults({ files: { '/models/weights.bin': weights } });
    onTestFinished(() => server.close());
    server.inject(({ headers }) => (headers['authorization'] === 'Bearer mine' ? undefined : { status: 401 }));
    const files = [await describeFile('weights.bin', new Blob([weights]))];
    const manifest = {
      id: 'example/model',
      version: '1',
      licence: 'Apache-2.0',
      artefacts: [{ provider: 'x', files }],
      sources: [{ base: `${server.origin}/models/` }],
    } as unknown as Manifest;
    return { origin: server.origin, manifest };
  }

  it('gives the model to who has the token, and says that memory does not last', async () => {
    const { origin, manifest } = await serve();
    const runtime = runtimeFor(origin, async () => 'mine');
    const { files, release } = await runtime.models.obtain(manifest, 'x');
    expect(weights.equals(new Uint8Array(await (files['weights.bin'] as Blob).arrayBuffer()))).toBe(true);
    expect(await runtime.models.availability(manifest, 'x')).toBe('available');
    expect(await worksOffline(runtime, manifest, 'x')).toBe(false);
    release();
  });

  it('is not asked again where it refuses, and not at all where it is not allowed', async () => {
    const { origin, manifest } = await serve();
    const wrong = runtimeFor(origin, async () => 'yours').models.obtain(manifest, 'x');
    await expect(wrong).rejects.toMatchObject({ code: 'network', retryable: false });
    const foreign = runtimeFor('https://mirror.example', async () => 'mine').models.obtain(manifest, 'x');
    await expect(foreign).rejects.toMatchObject({ code: 'policy' });
  });
});

describe('docs/offline.md', () => {
  const guide = readFileSync(join(root, 'docs/offline.md'), 'utf8');
  const table = /<!-- assets:.*?-->\n(.*?)<!-- end of assets -->/s.exec(guide)?.[1] ?? '';
  const rows = [...table.matchAll(/^\| (\w.*?) +\| (.*?) +\| +([\d.]+) +\|$/gm)].map(
    ([, page = '', assets = '', mb]) => ({
      page,
      assets: [...assets.matchAll(/`([\w.-]+)`/g)].map(([, name = '']) => name),
      mb: Number(mb),
    }),
  );
  const built = new Map(
    publishedPackages().flatMap(({ folder: place }) => {
      const dist = join(place, 'dist');
      // A package that is not built yet has none to offer; `npm test` builds them first.
      const names = existsSync(dist) ? readdirSync(dist).filter((name) => isAsset(name)) : [];
      return names.map((name): [string, number] => [name, statSync(join(dist, name)).size]);
    }),
  );

  it('names the assets that the packages have, all of them, with their size', () => {
    expect(rows.length).toBeGreaterThan(6);
    expect([...new Set(rows.flatMap(({ assets }) => assets))].toSorted()).toEqual([...built.keys()].toSorted());
    for (const { page, assets, mb } of rows) {
      const bytes = assets.reduce((sum, name) => sum + (built.get(name) ?? 0), 0);
      // To a tenth: a minifier's next release is no news.
      expect(Math.abs(mb - bytes / 1e6), page).toBeLessThanOrEqual(0.01 + bytes / 1e7);
    }
  });
});
