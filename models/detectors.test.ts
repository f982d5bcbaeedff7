import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { detectFaces } from '../packages/autoflip/src/vision/detect-faces.ts';
import { detectObjects } from '../packages/autoflip/src/vision/detect-objects.ts';
import type { Picture } from '../packages/autoflip/src/vision/picture.ts';
import { probeCapabilities } from '../packages/core/src/capabilities.ts';
import type { CreateProvider, ProviderSession } from '../packages/core/src/execution-provider.ts';
import { decodeTensors, type Golden } from '../packages/core/src/manifest/manifest.ts';
import { compareTensors } from '../packages/core/src/model/golden.ts';
import { readManifest } from './manifest.ts';
import { defaultLayout, filesFolderOf, folderOf, readSources, vendoredFiles } from './source.ts';

const layout = defaultLayout();
const dist = join(import.meta.dirname, '../packages/core/dist');
const read = (path: string) => new Uint8Array(readFileSync(path));
const inputSize = { width: 64, height: 64 };

/** The golden picture as a detector takes it: from what BlazeFace is fed with, which is the picture but for a scale. */
function portrait({ input }: Golden): Picture {
  const { data } = decodeTensors(input)['image']!;
  return { ...inputSize, data: Uint8Array.from(data, (value) => Math.round((value + 1) * 127.5)) };
}

async function withSession(
  name: string,
  use: (session: ProviderSession, golden: Golden) => Promise<void>,
): Promise<void> {
  const source = readSources(layout).find((one) => one.name === name)!;
  const { createProvider } = (await import(pathToFileURL(join(dist, 'tfjs-wasm.provider.js')).href)) as {
    createProvider: CreateProvider;
  };
  const provider = await createProvider({
    files: { wasm: read(join(dist, 'tfjs-backend-wasm-simd.wasm')) },
    capabilities: await probeCapabilities({ webgpu: false }),
    trustedTypesPolicy: 'nearside',
  });
  const files = vendoredFiles(source).map(
    ({ path }) => [path, read(join(filesFolderOf(source, layout), path))] as const,
  );
  try {
    await use(await provider.load(Object.fromEntries(files)), readManifest(folderOf(source, layout)).golden);
  } finally {
    await provider.dispose();
  }
}

describe.each(['blazeface', 'nanodet'])('%s', (name) => {
  const source = readSources(layout).find((one) => one.name === name)!;
  const isHere = vendoredFiles(source).every(({ path }) => existsSync(join(filesFolderOf(source, layout), path)));
  const absent = `${name} was not obtained: npm run models -- obtain ${name}`;

  it('reproduces its golden sample on tfjs-wasm', async ({ skip }) => {
    skip(!isHere, absent);
    await withSession(name, async (session, golden) => {
      const difference = compareTensors(await session.run(decodeTensors(golden.input)), decodeTensors(golden.output));
      expect(difference).toBeLessThan(golden.tolerance);
    });
  });

  it('sees the one person in the golden picture, where she is', async ({ skip }) => {
    skip(!isHere, absent);
    const blazeface = readSources(layout).find((one) => one.name === 'blazeface')!;
    const picture = portrait(readManifest(folderOf(blazeface, layout)).golden);
    await withSession(name, async (session) => {
      const found =
        name === 'blazeface'
          ? await detectFaces(session, picture, { inputSize })
          : (await detectObjects(session, picture, { inputSize, minScore: 0.4 })).filter(
              ({ label }) => label === 'person',
            );
      expect(found).toHaveLength(1);
      const { x, y, width, height } = found[0]!.box;
      expect(Math.hypot(x + width / 2 - 0.5, y + height / 2 - 0.55)).toBeLessThan(0.15);
      expect(width).toBeGreaterThan(0.5);
    });
  });
});
