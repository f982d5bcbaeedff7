import { hexadecimal } from './sha256.ts';

/** SHA-256 of bytes that come one after the other, in constant memory: WebCrypto can only do it in one piece. */
export interface Sha256 {
  /** @param bytes The next ones; unchanged, and not kept. */
  update(bytes: Uint8Array): void;
  /** The digest of all of them, 64 lower-case hexadecimal digits. Ends it. */
  digest(): string;
}

/** Begins a digest. The code behind it is loaded when it is first used. */
export async function createSha256(): Promise<Sha256> {
  const { sha256 } = await import('@noble/hashes/sha2.js');
  const hash = sha256.create();
  return { update: (bytes) => void hash.update(bytes), digest: () => hexadecimal(hash.digest()) };
}
