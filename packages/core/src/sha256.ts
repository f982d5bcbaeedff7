import { sha256 } from '@noble/hashes/sha2.js';

/**
 * SHA-256 of bytes that are in memory.
 *
 * @param bytes Unchanged.
 * @returns 64 lower-case hexadecimal digits.
 */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // A page on plain http has no crypto.subtle; it is verified all the same.
  const subtle = globalThis.crypto?.subtle;
  return hexadecimal(subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(bytes));
}

/** SHA-256 of bytes that come one after the other, in constant memory: WebCrypto can only do it in one piece. */
export class Sha256 {
  readonly #hash = sha256.create();

  /** @param bytes The next ones; unchanged, and not kept. */
  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** The digest of all of them, 64 lower-case hexadecimal digits. Ends it. */
  digest(): string {
    return hexadecimal(this.#hash.digest());
  }
}

function hexadecimal(digest: Uint8Array): string {
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
