import type { Artefact, ModelManifest } from '@nearside/core';

/** A model that the host offers, in one of its forms. */
export interface HostedModel {
  readonly manifest: ModelManifest;
  readonly artefact: Artefact;
}

/**
 * The forms of the models that the host offers, one by one.
 *
 * @param manifests As the build listed them.
 */
export function formsOf(manifests: readonly ModelManifest[]): HostedModel[] {
  return manifests.flatMap((manifest) => manifest.artefacts.map((artefact) => ({ manifest, artefact })));
}
