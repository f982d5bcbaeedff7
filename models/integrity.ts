import { createHash } from 'node:crypto';

/** What a file must be, exactly. */
export interface Digest {
  /** Size in bytes. */
  readonly bytes: number;
  /** SHA-256, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** The digest of `content`. */
export function digestOf(content: Uint8Array): Digest {
  return { bytes: content.byteLength, sha256: createHash('sha256').update(content).digest('hex') };
}

/**
 * Compares a file with what it must be.
 *
 * @returns What is wrong, for a person to read; undefined when nothing is.
 */
export function digestProblem(content: Uint8Array, want: Digest): string | undefined {
  const got = digestOf(content);
  if (got.bytes !== want.bytes) return `has ${got.bytes} bytes, not ${want.bytes}`;
  if (got.sha256 !== want.sha256) return `has SHA-256 ${got.sha256}, not ${want.sha256}`;
  return undefined;
}

/**
 * Passes `content` on when it is what it must be.
 *
 * @param name Names the file in the error.
 * @throws Error naming the file and the difference.
 */
export function requireDigest(name: string, content: Uint8Array, want: Digest): Uint8Array {
  const problem = digestProblem(content, want);
  if (problem !== undefined) throw new Error(`${name} ${problem}`);
  return content;
}
