/** A model that is large enough for the store and still runs: the tiny one, with ballast in its description. */
import { createHash } from 'node:crypto';
import type { Manifest } from '@nearside/core';
import { tinyManifest, tinyOnnx } from '@nearside/core/testing';
import { numbersBelow } from './seeded.ts';

const mib = 1 << 20;

/** Such a model. */
export interface BigModel {
  readonly manifest: Manifest;
  /** Of its one file, below the server's root. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly chunkBytes: number;
}

/** What differs. */
export interface BigModelOptions {
  /** Size of the ballast in MiB (default 12). */
  readonly sizeMib?: number;
  /** Of a chunk in MiB (default 1). */
  readonly chunkMib?: number;
  /** Where it is served: origins, best first. */
  readonly from: readonly (string | { readonly origin: string; readonly redirect: 'follow' })[];
}

/**
 * Makes one.
 *
 * @param id Of the model; another id, another content.
 * @param options Size, and where it is served.
 */
export function bigModel(id: string, { sizeMib = 12, chunkMib = 1, from }: BigModelOptions): BigModel {
  const bytes = Buffer.concat([tinyOnnx(), description(sizeMib * mib, id)]);
  const chunkBytes = chunkMib * mib;
  const digests = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) =>
    sha256(bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes)),
  );
  const file = {
    path: 'model.onnx',
    bytes: bytes.length,
    sha256: sha256(bytes),
    chunks: { bytes: chunkBytes, sha256: digests },
  };
  const sources = from.map((source) =>
    typeof source === 'string'
      ? { base: `${source}/${id}/` }
      : { base: `${source.origin}/${id}/`, redirect: source.redirect },
  );
  const manifest = {
    ...tinyManifest([]),
    id: `faults/${id}`,
    artefacts: [{ provider: 'ort-wasm', files: [file] }],
    sources,
  };
  return { manifest, path: `/${id}/model.onnx`, bytes, chunkBytes };
}

/** ModelProto.doc_string (field 6), which may be of any length and which nobody reads: letters by a seed. */
function description(length: number, seed: string): Buffer {
  const below = numbersBelow(createHash('sha256').update(seed).digest().readInt32LE());
  const text = Buffer.allocUnsafe(length);
  // 4 KiB that repeat, with a running number: no two chunks are equal.
  const pattern = Buffer.from(Array.from({ length: 4096 }, () => 97 + below(26)));
  for (let at = 0; at < length; at += pattern.length) {
    pattern.write(String(at).padStart(12, '0'), 0, 'latin1');
    pattern.copy(text, at);
  }
  const tag = [(6 << 3) | 2];
  for (let left = length; ; left >>>= 7) {
    if (left < 128) return Buffer.concat([Buffer.from([...tag, left]), text]);
    tag.push((left & 127) | 128);
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
