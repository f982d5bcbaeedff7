import { sha256 } from '@noble/hashes/sha2.js';
import { hexadecimal } from './sha256.ts';

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
