import { sha256 } from '@noble/hashes/sha2.js';
import type { ModelFile } from '../manifest/manifest.ts';

/** Version of the records that are written here. */
export const recordSchema = 1;

/** A file of a stored model. */
export interface StoredFile extends ModelFile {
  /** Name under which the backend keeps it: its digest, or one of its own where that was not known before the last byte. */
  readonly at: string;
}

/**
 * Says that a model is there, whole: written last, when every chunk of every file was verified and written. A model without
 * one does not exist.
 */
export interface CommitRecord {
  /** Version of this form. */
  readonly schema: typeof recordSchema;
  /** Of the manifest, or of the name that an import was given. */
  readonly id: string;
  /** The provider that runs this form of the model. */
  readonly provider: string;
  /** Which of the provider's forms: see {@link formOf}; empty for an import that no manifest describes. */
  readonly form: string;
  /** Of the model, as its makers call it; empty where it is not known. */
  readonly version: string;
  /** SPDX expression, or empty where it is not known. */
  readonly licence: string;
  /** The origin it came from; `import` for a file the user brought. */
  readonly origin: string;
  /** Whether the digests are the manifest's, or were made of what the user brought. */
  readonly trust: 'manifest' | 'first-use';
  /** What it is made of. */
  readonly files: readonly StoredFile[];
  /** Milliseconds since 1970 by this device's clock: shown, never compared. */
  readonly storedAtMs: number;
}

/** How a model was used since. Lost without harm, so it is a record of its own: a commit record is never written twice. */
export interface UsageRecord {
  /** Larger for a later use. A count and no time: a clock may be a year off, or turned back. */
  readonly order: number;
  /** When all of it was last hashed, by this device's clock: shown, never compared. */
  readonly verifiedAtMs: number;
  /** When its files were last given out to be used, by this device's clock: shown, never compared. */
  readonly usedAtMs: number;
}

/** What names a form of a model. */
export type FormName = Pick<CommitRecord, 'id' | 'provider' | 'form'>;

/** The key of a model's form: a provider may have one for each kind of device. */
export function keyOf({ id, provider, form }: FormName): string {
  return [id, provider, form].map(encodeURIComponent).join('#');
}

/**
 * The names in a key.
 *
 * @param key Of {@link keyOf}.
 */
export function parseKey(key: string): FormName {
  const [id = '', provider = '', form = ''] = key.split('#').map(decodeURIComponent);
  return { id, provider, form };
}

/** Tells the forms of a model apart by what they are made of. */
export function formOf(files: readonly ModelFile[]): string {
  return checkOf(JSON.stringify(files.map(({ path, sha256: digest }) => [path, digest]).sort()));
}

/**
 * A record as text, with a check in front.
 *
 * @param record Plain data.
 */
export function encodeRecord(record: object): string {
  const json = JSON.stringify(record);
  return `${checkOf(json)} ${json}`;
}

/**
 * The record of a text; undefined where it was cut off or damaged.
 *
 * @param text As it was read.
 * @returns Plain data of any schema.
 */
export function decodeRecord(text: string | undefined): { readonly schema?: unknown } | undefined {
  const json = text?.slice(checkLength + 1);
  if (json === undefined || text !== `${checkOf(json)} ${json}`) return undefined;
  const record: unknown = JSON.parse(json);
  return typeof record === 'object' && record !== null ? record : undefined;
}

const checkLength = 16;

function checkOf(json: string): string {
  const digest = sha256(new TextEncoder().encode(json));
  return Array.from(digest.subarray(0, checkLength / 2), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
