// The code of docs/hosting.md; guides.test.ts runs it.
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import {
  createRuntime,
  isNearsideError,
  type Artefact,
  type ModelFile,
  type Manifest,
  type Runtime,
} from '@nearside/core';
import { describeFile } from '@nearside/core/manifests';

// #region describe
/** What a manifest says of the files that a provider runs: sizes, digests, and a digest for each 4 MiB. */
export async function describeArtefact(provider: string, paths: readonly string[]): Promise<Artefact> {
  const files: ModelFile[] = [];
  for (const path of paths) files.push(await describeFile(basename(path), await openAsBlob(path)));
  return { provider, files };
}
// #endregion

// #region move
/** Deletes the versions of a model that the page no longer uses, as far as no other tab does. */
export async function deleteOthers(runtime: Runtime, family: string, wantedId: string): Promise<void> {
  for (const { id, provider } of await runtime.models.list()) {
    if (!id.startsWith(family) || id === wantedId) continue;
    await runtime.models.delete(id, provider).catch((error: unknown) => {
      // A tab of the old release is still open: the next visit tries again.
      if (!isNearsideError(error) || error.code !== 'busy') throw error;
    });
  }
}
// #endregion

// #region login
/** A runtime whose models come from a mirror too, by a token that the page makes for each request. */
export function runtimeFor(mirror: string, token: (url: string) => Promise<string>): Runtime {
  return createRuntime({
    allowedOrigins: [mirror],
    authorize: async (url) => ({ authorization: `Bearer ${await token(url)}` }),
  });
}
// #endregion

// #region offline
/** Whether a model will be there without a network, tomorrow too. */
export async function worksOffline(runtime: Runtime, manifest: Manifest, provider: string): Promise<boolean> {
  const { storage } = await runtime.models.explain();
  return storage !== 'memory' && (await runtime.models.availability(manifest, provider)) === 'available';
}
// #endregion
