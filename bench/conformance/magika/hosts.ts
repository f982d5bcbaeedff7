/** Where the packages run while they are checked: in this process, or in a page of a real browser. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Explanation } from '@nearside/core';
import { kernel, Magika, type Identification, type PredictionMode } from '@nearside/magika';
import { ortWasm } from '@nearside/magika/ort-wasm';
import { extractFeatures, readEnds } from '@nearside/magika/features';
import { identifyPath } from '@nearside/magika/node';
import { openPage, type BrowserHost } from '../../lib/open-page.ts';
import { servePage } from '../../lib/serve-page.ts';
import { modes, type FileResult } from './answers.ts';

/** Names that `--host` and `--provider` take. */
export const hostNames = ['node', 'chromium', 'firefox', 'webkit'] as const;
export const providerNames = ['ort-wasm', 'ort-webgpu', 'kernel'] as const;
export type HostName = (typeof hostNames)[number];
export type ProviderName = (typeof providerNames)[number];

/** Something that identifies the files of a folder. */
export interface Host {
  /** What runs the packages, with its version. */
  name: string;
  /** What runs the model. */
  explanation: Explanation;
  /** Identifies files, in all modes; one that cannot be read is a result too. */
  identify: (paths: string[]) => Promise<FileResult[]>;
  close: () => Promise<void>;
}

/**
 * Starts a host on a folder.
 *
 * @throws Error when the host or the provider is not there, or another provider than the one asked for runs.
 */
export async function startHost(name: HostName, provider: ProviderName, folder: string): Promise<Host> {
  if (provider === 'ort-webgpu' && name !== 'chromium') {
    throw new Error(`${name} has no WebGPU here: ort-webgpu runs on --host chromium`);
  }
  const host = name === 'node' ? await startNode(provider, folder) : await startPage(name, provider, folder);
  const { name: running } = host.explanation.provider;
  if (running === provider) return host;
  await host.close();
  throw new Error(`${running} runs where ${provider} was asked for`);
}

async function startNode(provider: ProviderName, folder: string): Promise<Host> {
  const magika = await Magika.create({ providers: [provider === 'kernel' ? kernel : ortWasm] });
  return {
    name: `Node ${process.versions.node}`,
    explanation: magika.explain(),
    async identify(paths) {
      const results: FileResult[] = [];
      for (const path of paths) results.push({ path, ...(await identifyInProcess(magika, join(folder, path))) });
      return results;
    },
    close: async () => magika.destroy(),
  };
}

async function identifyInProcess(magika: Magika, file: string): Promise<Omit<FileResult, 'path'>> {
  const identifications: Partial<Record<PredictionMode, Identification>> = {};
  try {
    for (const mode of modes) {
      const found = await identifyPath(magika, file, { mode });
      if (found.status !== 'ok') return { status: found.status, error: found.error.message, featuresSha256: null };
      identifications[mode] = found.result;
    }
    const features = extractFeatures(await readEnds(await readFile(file)));
    return {
      status: 'ok',
      featuresSha256: createHash('sha256').update(new Uint8Array(features.buffer)).digest('hex'),
      identifications: identifications as Record<PredictionMode, Identification>,
    };
  } catch (error) {
    return { status: 'unknown', error: String(error), featuresSha256: null };
  }
}

async function startPage(browser: BrowserHost, provider: ProviderName, folder: string): Promise<Host> {
  const server = await servePage({ script: 'identify.js', mounts: { '/files/': folder } });
  try {
    const page = await openPage(browser, server.url, { softwareWebGpu: provider === 'ort-webgpu' });
    const close = async (): Promise<void> => {
      await page.close();
      await server.close();
    };
    try {
      return {
        name: page.browser,
        explanation: await page.call<Explanation>('start', { provider }),
        identify: (paths) => page.call<FileResult[]>('identify', { paths, modes }),
        close,
      };
    } catch (error) {
      await page.close();
      throw error;
    }
  } catch (error) {
    await server.close();
    throw error;
  }
}
