/**
 * SHA-256 of bytes that are in memory.
 *
 * @param bytes Unchanged.
 * @returns 64 lower-case hexadecimal digits.
 */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle) return hexadecimal(new Uint8Array(await subtle.digest('SHA-256', bytes)));
  // A page on plain http has no crypto.subtle; it is verified all the same. Nobody else loads this.
  const { sha256 } = await import('@noble/hashes/sha2.js');
  return hexadecimal(sha256(bytes));
}

/**
 * A digest as manifests write it.
 *
 * @param digest Of any length.
 * @returns Two lower-case hexadecimal digits a byte.
 */
export function hexadecimal(digest: Uint8Array): string {
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
