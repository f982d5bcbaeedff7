import { race } from '../abort/race.ts';
import { sha256Of } from '../sha256.ts';
import type { FileShape } from './backends/backend.ts';
import { chunksOf, type Chunk } from './chunks.ts';
import type { ModelFile } from '../manifest/manifest.ts';

/** How a file is cut in the store: as its manifest says, else in one piece. */
export function shapeOf({ bytes, chunks }: ModelFile): FileShape {
  return { bytes, chunkBytes: chunks?.bytes ?? bytes };
}

/**
 * Whether one chunk, picked at random, is what it should be: what a warm read can afford.
 *
 * @param file What it should be.
 * @param content As the store has it; of the right size.
 */
export async function isSampleWhole(file: ModelFile, content: Blob): Promise<boolean> {
  const chunks = chunksOf(file);
  return isWhole(chunks[Math.floor(Math.random() * chunks.length)] as Chunk, content);
}

/**
 * The chunks that are not what they should be.
 *
 * @param file What it should be.
 * @param content As the store has it.
 * @param options Signal; and what is told the bytes of each chunk that was hashed.
 * @throws The signal's reason on abort.
 */
export async function findDamage(
  file: ModelFile,
  content: Blob,
  { signal, onBytes }: { signal?: AbortSignal | undefined; onBytes?: (count: number) => void } = {},
): Promise<Set<number>> {
  const damaged = new Set<number>();
  for (const chunk of chunksOf(file)) {
    if (!(await race(isWhole(chunk, content), signal))) damaged.add(chunk.index);
    onBytes?.(chunk.bytes);
  }
  return damaged;
}

async function isWhole({ start, bytes, sha256 }: Chunk, content: Blob): Promise<boolean> {
  try {
    return (await sha256Of(new Uint8Array(await content.slice(start, start + bytes).arrayBuffer()))) === sha256;
  } catch {
    // A disk that cannot give a chunk back has lost it.
    return false;
  }
}
