import { createReadStream, fstatSync } from 'node:fs';
import { failure, type PathIdentification } from '../node/identify-path.ts';
import { pathOf, type Path } from '../node/path-name.ts';
import { readEnds } from '../read-ends.ts';
import type { LazyMagika } from './lazy-magika.ts';
import type { PredictionMode } from '../decide.ts';

/**
 * Identifies what standard input holds, to its end, in constant memory.
 *
 * @param magika Asked once.
 * @param mode Of the prediction.
 */
export async function identifyStandardInput(magika: LazyMagika, mode: PredictionMode): Promise<PathIdentification> {
  const path = '-';
  try {
    const ends = await readEnds(standardInput());
    return { path, status: 'ok', result: await magika.identifyEnds(ends, { mode }) };
  } catch (error) {
    const { cause } = error as Error;
    // A failure of the model is not the input's.
    if (!(cause instanceof Error && 'errno' in cause)) throw error;
    return { path, ...failure(cause, 'rust') };
  }
}

/**
 * The paths on standard input, each ended by a NUL; the last may do without.
 *
 * @param input Bytes; default: standard input.
 */
export async function* pathsFromStandardInput(
  input: AsyncIterable<Uint8Array> = standardInput(),
): AsyncGenerator<Path, void, undefined> {
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of input) {
    let from = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
      yield pathOf(Buffer.concat([rest, chunk.subarray(from, end)]));
      rest = new Uint8Array();
      from = end + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(from)]);
  }
  if (rest.length > 0) yield pathOf(rest);
}

/** Node's own stream takes a directory for an empty input, so what is on disk is read as a file. */
function standardInput(): AsyncIterable<Uint8Array> {
  const stats = fstatSync(0);
  return stats.isFile() || stats.isDirectory() ? createReadStream('', { fd: 0, autoClose: false }) : process.stdin;
}
