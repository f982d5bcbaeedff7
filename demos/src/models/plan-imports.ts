import type { ModelManifest } from '@nearside/core';
import type { HostedModel } from './hosted.ts';

/** One model that is to be made of files from the user's disk. */
export interface ImportPlan {
  readonly id: string;
  readonly provider: string;
  /** By the path that the model has them under. */
  readonly files: Readonly<Record<string, File>>;
  readonly bytes: number;
  /** Where the files are those of a model that is known here: they must then be exactly that. */
  readonly manifest?: ModelManifest;
}

/** Who can run a file, by its name: the store asks for it. */
const providerOf: Readonly<Record<string, string>> = {
  gguf: 'llama',
  task: 'mediapipe',
  litertlm: 'litert-lm',
  onnx: 'ort-wasm',
};

/** Named where nothing is known to run a file. */
export const unknownProvider = 'unknown';

/**
 * Says which models the files become: those of a known model together, by name and size; every other file is one of its own.
 *
 * @param files In the order of the drop.
 * @param known Models that are described here.
 */
export function planImports(files: readonly File[], known: readonly HostedModel[]): ImportPlan[] {
  const left = new Set(files);
  const plans: ImportPlan[] = [];
  for (const { manifest, artefact } of known) {
    const found = artefact.files.map(
      ({ path, bytes }) => [path, [...left].find((file) => file.name === nameOf(path) && file.size === bytes)] as const,
    );
    if (!found.every((pair): pair is readonly [string, File] => pair[1] !== undefined)) continue;
    for (const [, file] of found) left.delete(file);
    const { id } = manifest;
    plans.push({
      ...planOf(id, artefact.provider, Object.fromEntries(found)),
      manifest: { ...manifest, artefacts: [artefact] },
    });
  }
  for (const file of left) {
    const extension = file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase();
    plans.push(planOf(file.name, providerOf[extension] ?? unknownProvider, { [file.name]: file }));
  }
  return plans;
}

function planOf(id: string, provider: string, files: Record<string, File>): ImportPlan {
  return { id, provider, files, bytes: Object.values(files).reduce((sum, { size }) => sum + size, 0) };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
