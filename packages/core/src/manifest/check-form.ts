import { NearsideError } from '../errors.ts';
import { parseUrl } from '../parse-url.ts';
import { maxUnchunkedBytes } from '../store/chunks.ts';
import { maxChunkBytes, maxChunks, maxFileBytes, maxFiles, maxTextLength } from './manifest-limits.ts';
import type { Artefact, Manifest, ModelFile } from './manifest.ts';

/** Keys that reach a prototype when somebody copies an object carelessly. No manifest has a use for them. */
export const reservedKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Segments that begin with a letter, a digit or '_': no '..', no '/' in front, no scheme, no percent-encoding. Files are
 * kept by path, so a path is a key as well: no reserved one.
 */
export const pathForm: RegExp = /^(?!(?:__proto__|constructor|prototype)$)\w[\w.+-]*(\/\w[\w.+-]*)*$/;

/** Of a SHA-256. */
export const digestForm: RegExp = /^[0-9a-f]{64}$/;

/**
 * Checks what is used of a manifest when one form of the model is fetched and kept: where its files come from, what they are
 * called in the store, how much memory is taken for them. `readManifest` checks all of a manifest; this is for one that came
 * past it, as an object of the page's own.
 *
 * @param manifest The model.
 * @param artefact The form.
 * @throws NearsideError 'model-invalid' naming the first thing that is wrong, and how.
 */
export function checkForm({ id, sources = [] }: Pick<Manifest, 'id' | 'sources'>, { files }: Artefact): void {
  if (!isName(id)) throw refusal('a model', 'its id is no text that can be written down');
  if (!Array.isArray(files)) throw refusal(id, 'the files of a form are no list');
  if (files.length > maxFiles) throw refusal(id, `a form has more than maxFiles (${maxFiles})`);
  const paths = new Set<string>();
  for (const file of files) {
    const { path } = file;
    const problem = problemOf(file) ?? (paths.has(path) ? 'is there twice' : undefined);
    if (problem !== undefined) throw refusal(id, `the file ${shown(path)} ${problem}`);
    paths.add(path);
  }
  for (const { base } of sources) {
    if (!isWebUrl(base)) throw refusal(id, `the source ${shown(base)} is no http(s) URL without a password`);
  }
}

/**
 * Whether something can name a model: text of some letters, which can be written as UTF-8.
 *
 * @param value Anything.
 */
export function isName(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.length > maxTextLength) return false;
  try {
    // Half of a surrogate pair cannot.
    return encodeURIComponent(value) !== '';
  } catch {
    return false;
  }
}

/**
 * Whether a source's base leads to a server, without a password. A relative one is relative to a page, or to a manifest that
 * was fetched: http(s) either way.
 *
 * @param base Anything.
 */
export function isWebUrl(base: unknown): boolean {
  const url = typeof base === 'string' ? parseUrl(base, 'https://page.invalid/') : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username + url.password === '';
}

function refusal(model: string, problem: string): NearsideError {
  return new NearsideError('model-invalid', `the manifest of ${model} is refused: ${problem}`, {
    stage: 'read',
    hint: 'Read a manifest that comes from elsewhere with readManifest or fetchManifest, which check all of it.',
  });
}

/** Cut: it is whatever somebody wrote. */
function shown(text: unknown): string {
  return `'${String(text).slice(0, maxTextLength)}'`;
}

function problemOf({ path, bytes, sha256, chunks }: ModelFile): string | undefined {
  if (typeof path !== 'string' || path.length > maxTextLength || !pathForm.test(path))
    return 'is no plain relative path';
  if (!isCount(bytes, maxFileBytes)) return `has ${bytes} bytes, which is no size up to maxFileBytes (${maxFileBytes})`;
  if (typeof sha256 !== 'string' || !digestForm.test(sha256)) return 'has no SHA-256';
  if (!chunks) {
    return bytes > maxUnchunkedBytes
      ? `has more than maxUnchunkedBytes (${maxUnchunkedBytes}) without chunks`
      : undefined;
  }
  if (!isCount(chunks.bytes, maxChunkBytes)) return `has chunks of no size up to maxChunkBytes (${maxChunkBytes})`;
  const digests = chunks.sha256;
  if (!Array.isArray(digests) || digests.length > maxChunks || digests.length !== Math.ceil(bytes / chunks.bytes)) {
    return 'has chunks that do not cover it';
  }
  return digests.every((digest) => typeof digest === 'string' && digestForm.test(digest))
    ? undefined
    : 'has a chunk without SHA-256';
}

function isCount(value: number, most: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && value <= most;
}
