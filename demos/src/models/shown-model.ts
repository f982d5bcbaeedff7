import { keyOf } from './model-key.ts';
import type { ModelFile, StorageKind, StoredModel } from '@nearside/core';
import type { HostedModel } from './hosted.ts';

/** A model as the page shows it, wherever it is. */
export interface ShownModel {
  readonly key: string;
  readonly id: string;
  readonly provider: string;
  /** Empty where it is not known. */
  readonly version: string;
  /** Empty where it is not known. */
  readonly licence: string;
  readonly bytes: number;
  readonly files: readonly ModelFile[];
  /** `page`: it is a file of the page; `host`: the host offers it, and it is not here; the others: stored. */
  readonly place: 'page' | 'host' | StorageKind;
  readonly isInUse: boolean;
  /** Of one that is stored. */
  readonly stored?: StoredModel;
  /** Of one that can be downloaded. */
  readonly hosted?: HostedModel;
}

/** What the list is made of. */
export interface ModelsHere {
  readonly bundled: readonly (HostedModel & { readonly isInUse: boolean })[];
  readonly stored: readonly StoredModel[];
  readonly hosted: readonly HostedModel[];
}

/** Every model once: those of the page first, then what is stored, then what the host offers and is not here. */
export function showModels({ bundled, stored, hosted }: ModelsHere): ShownModel[] {
  const here = stored.map((model): ShownModel => {
    const offer = hosted.find(
      ({ manifest, artefact }) => keyOf(manifest.id, artefact.provider) === keyOf(model.id, model.provider),
    );
    const { id, provider, version, licence, bytes, files, storage, isInUse } = model;
    const shown = { key: keyOf(id, provider), id, provider, version, licence, bytes, files, isInUse, stored: model };
    return { ...shown, place: storage, ...(offer && { hosted: offer }) };
  });
  const keys = new Set(here.map(({ key }) => key));
  const offered = hosted
    .map((offer): ShownModel => ({ ...describe(offer), place: 'host', isInUse: false, hosted: offer }))
    .filter(({ key }) => !keys.has(key));
  const ofPage = bundled.map(({ isInUse, ...model }): ShownModel => ({ ...describe(model), place: 'page', isInUse }));
  return [...ofPage, ...here.toSorted((a, b) => a.id.localeCompare(b.id)), ...offered];
}

function describe({ manifest, artefact }: HostedModel) {
  const { id, version, licence } = manifest;
  const { provider, files } = artefact;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { key: keyOf(id, provider), id, provider, version, licence, bytes, files };
}
