import { NearsideError } from '../errors.ts';
import type { LoadProgress } from './load-progress.ts';
import { artefactFor, type Artefact, type Manifest, type ModelManifest } from '../manifest/manifest.ts';
import type { Ask } from '../wire/questions.ts';

/** What a start asks its client: the files of a form of a model, as Blobs by path. Its progress is bytes so far. */
export interface FilesQuestion {
  readonly manifest: ModelManifest;
  readonly artefact: Artefact;
}

/**
 * The part of a manifest that the store reads: the golden sample stays where it is.
 *
 * @param manifest The model.
 * @param artefact The form that was chosen.
 */
export function filesQuestion({ id, version, licence, sources }: Manifest, artefact: Artefact): FilesQuestion {
  const manifest = { id, version, licence, artefacts: [artefact], ...(sources && { sources }) };
  return { manifest, artefact };
}

/**
 * Asks the client for the files of a model, for a task that reads them on its own.
 *
 * @param manifest The model.
 * @param provider Whose form.
 * @param report Told of the progress.
 * @param ask Of the start.
 * @returns The files by path, by reference.
 * @throws NearsideError 'model-invalid' where it has no such form; what the client's store throws.
 */
export async function askForFiles(
  manifest: Manifest,
  provider: string,
  report: (progress: LoadProgress) => void,
  ask: Ask,
): Promise<Readonly<Record<string, Blob>>> {
  const artefact = artefactFor(manifest, provider);
  if (!artefact) {
    throw new NearsideError('model-invalid', `${manifest.id} has no form for ${provider}`, { stage: 'load' });
  }
  const totalBytes = artefact.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const files = await ask(filesQuestion(manifest, artefact), (loadedBytes) =>
    report({ loadedBytes: loadedBytes as number, totalBytes }),
  );
  return files as Readonly<Record<string, Blob>>;
}
