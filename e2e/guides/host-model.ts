// The code of docs/hosting.md; guides.test.ts runs it.
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { describeFile, isNearsideError, type Artefact, type ModelFile, type Runtime } from '@nearside/core';

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
