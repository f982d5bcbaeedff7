import type { Requirement, Tensor, TensorMap, TensorType } from '../execution-provider.ts';
import { NearsideError } from '../errors.ts';

/** A tensor as a manifest writes it. */
export interface TensorJson {
  /** Element type. */
  readonly type: TensorType;
  /** Row-major dimensions, each above 0. */
  readonly dims: readonly number[];
  /** Base64 of the values, little-endian. */
  readonly data: string;
}

/** One file of an artefact. */
export interface ModelFile {
  /** Relative to the manifest; the key under which a task's assets name its URL. */
  readonly path: string;
  /** Size in bytes, decoded. */
  readonly bytes: number;
  /** SHA-256 of the decoded bytes, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** How it is verified piece by piece while it arrives; needed above 8 MiB. Without it the file is one chunk. */
  readonly chunks?: FileChunks;
}

/** A file cut into equal pieces; the last one may be smaller. */
export interface FileChunks {
  /** Of each piece but the last. */
  readonly bytes: number;
  /** SHA-256 of each piece in order, written as the file's own. */
  readonly sha256: readonly string[];
}

/** A place that serves a model's files. */
export interface ManifestSource {
  /** Absolute, or relative to the page; the `path` of each file is joined to it. A fetched manifest has absolute ones. */
  readonly base: string;
  /** Whether it may send us on to another address, which must then be an allowed one. Default: it may not. */
  readonly redirect?: 'follow';
}

/** The form of the model that one provider runs. */
export interface Artefact {
  /** Name of the execution provider it is for. */
  readonly provider: string;
  /** What the provider is given, by path. */
  readonly files: readonly ModelFile[];
  /** Largest difference to the golden output, where this form's weights are rounded; default: the golden sample's own. */
  readonly tolerance?: number;
  /** What the realm must have for this form beyond what the provider needs: `shader-f16` for weights in half precision. */
  readonly requires?: readonly Requirement[];
}

/** Input and output of one known run: a provider that does not reproduce it is refused. */
export interface Golden {
  /** Every input of the model, by name. */
  readonly input: Readonly<Record<string, TensorJson>>;
  /** What the original model gives for it. */
  readonly output: Readonly<Record<string, TensorJson>>;
  /** Largest absolute difference a provider may show, in the output's own unit. */
  readonly tolerance: number;
}

/** A model, in all the forms in which it can be run. Ids are immutable: other weights, other id. */
export interface Manifest {
  /** Version of this form. */
  readonly schema: 1;
  /** Family and version: `magika/standard_v3_3`. */
  readonly id: string;
  /** The version that its makers gave it. */
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  /** For each provider that can run it one form or several: those of one provider best first, told apart by what they require. */
  readonly artefacts: readonly Artefact[];
  /** The known run that every provider must reproduce. */
  readonly golden: Golden;
  /** Where its files may be fetched from when the page names no URL: best first, then its mirrors. */
  readonly sources?: readonly ManifestSource[];
}

/** The part of a manifest that the model store reads: all but the golden sample. */
export type ModelManifest = Pick<Manifest, 'id' | 'version' | 'licence' | 'artefacts' | 'sources'>;

/**
 * The artefact that `provider` runs, if the model has one: the first, where it has several.
 *
 * @param manifest The model.
 * @param provider Name of an execution provider.
 */
export function artefactFor(manifest: Pick<Manifest, 'artefacts'>, provider: string): Artefact | undefined {
  return manifest.artefacts.find((artefact) => artefact.provider === provider);
}

/**
 * Decodes the tensors of a golden sample into new memory.
 *
 * @param tensors Tensors by name, as the manifest writes them.
 * @throws NearsideError 'model-invalid' when the bytes do not fill the dimensions.
 */
export function decodeTensors(tensors: Readonly<Record<string, TensorJson>>): TensorMap {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, decodeTensor(name, tensor)]));
}

function decodeTensor(name: string, { type, dims, data }: TensorJson): Tensor {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const want = dims.reduce((product, dim) => product * dim, 1);
  if (bytes.byteLength !== want * 4) {
    throw new NearsideError(
      'model-invalid',
      `golden '${name}': dims [${dims}] need ${want * 4} bytes, got ${bytes.byteLength}`,
    );
  }
  // DataView, not a typed array over the buffer: the manifest is little-endian whatever the machine is.
  const view = new DataView(bytes.buffer);
  const indices = Array.from({ length: want }, (_, index) => index);
  return type === 'int32'
    ? { type, dims, data: Int32Array.from(indices, (index) => view.getInt32(index * 4, true)) }
    : { type, dims, data: Float32Array.from(indices, (index) => view.getFloat32(index * 4, true)) };
}
