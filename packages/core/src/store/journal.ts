/**
 * Which chunks of a file were written, as bytes that only ever grow: eight for each chunk, its index in four and the same again with
 * every bit turned, so that what was cut off or never reached the disk is not taken for an entry.
 */
const entryBytes = 8;

/**
 * The entry of one chunk.
 *
 * @param index 0 to 2^32 - 1.
 * @returns 8 bytes to be appended.
 */
export function encodeEntry(index: number): Uint8Array<ArrayBuffer> {
  const entry = new DataView(new ArrayBuffer(entryBytes));
  entry.setUint32(0, index, true);
  entry.setUint32(4, ~index >>> 0, true);
  return new Uint8Array(entry.buffer);
}

/**
 * The chunks that a journal names. An entry that is torn or damaged is passed over: its chunk is fetched again.
 *
 * @param journal As it was read; any bytes.
 */
export function decodeJournal(journal: Uint8Array): Set<number> {
  const view = new DataView(journal.buffer, journal.byteOffset, journal.byteLength);
  const indices = new Set<number>();
  for (let at = 0; at + entryBytes <= view.byteLength; at += entryBytes) {
    const index = view.getUint32(at, true);
    if (view.getUint32(at + 4, true) === ~index >>> 0) indices.add(index);
  }
  return indices;
}

/**
 * A journal that names these chunks and no others.
 *
 * @param indices In any order.
 */
export function encodeJournal(indices: Iterable<number>): Uint8Array<ArrayBuffer> {
  const entries = [...indices].map(encodeEntry);
  const journal = new Uint8Array(entries.length * entryBytes);
  for (const [place, entry] of entries.entries()) journal.set(entry, place * entryBytes);
  return journal;
}

/** Where the next entry goes, whatever a kill left half-written at the end: always a whole number of entries. */
export function nextEntryAt(journalBytes: number): number {
  return Math.floor(journalBytes / entryBytes) * entryBytes;
}
