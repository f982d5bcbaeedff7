/**
 * Fuzzes the kernel against the plain steps of `../src/kernel/reference.ts`.
 *
 *   node packages/magika/kernel/fuzz.ts [--minutes M | --inputs N] [--seed S] [--files DIR] [--compare-every K]
 *
 * Every input is run twice, its memory watched (fuzz-checks.ts); one in K is compared with the plain steps, which take
 * half a second. Those furthest off are kept and changed further. The same seed, files and K give the same inputs. One
 * that fails is written to a file, whose path is printed; the exit status is then 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { walk } from '../src/node/walk.ts';
import { decodeWeights } from '../src/kernel/weights.ts';
import { WatchedKernel } from './fuzz-checks.ts';
import { fuzz } from './fuzz-loop.ts';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string' },
    inputs: { type: 'string' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    // Sources, compiled code, tables and weights: a hundred files of a dozen kinds.
    files: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
    'compare-every': { type: 'string', default: '10' },
  },
});

const weightsFile = new URL('../../../models/magika/standard_v3_3/kernel-weights.bin', import.meta.url);
const weights = readFileSync(weightsFile);
const kernel = await WatchedKernel.create(weights, decodeWeights(weights));
const files: Uint8Array[] = [];
for await (const path of walk(options.files)) files.push(readFileSync(path));
const endMs = performance.now() + number(options.minutes, options.inputs === undefined ? 1 : Infinity) * 60_000;
const seed = number(options.seed, 0);
console.log(`seed ${seed}, ${files.length} files`);

const report = fuzz(kernel, {
  seed,
  files,
  compareEvery: number(options['compare-every'], 10),
  inputs: number(options.inputs, Infinity),
  isOver: () => performance.now() >= endMs,
  onProgress: (text) => console.log(text),
});
for (const [kind, { inputs, compared, largestDifference }] of Object.entries(report.kinds))
  console.log(
    `${kind}: ${inputs} inputs, ${compared} compared, largest difference ${largestDifference.toExponential(2)}`,
  );
if (report.failure) {
  const { input, index, message } = report.failure;
  const kept = join(tmpdir(), `kernel-fuzz-${seed}-${index}.json`);
  writeFileSync(kept, JSON.stringify([...input.tokens]));
  console.error(`FAILED at input ${index} (${input.kind}): ${message}; its tokens are in ${kept}`);
  process.exitCode = 1;
}

function number(text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isNaN(value)) throw new Error(`${text} is no number`);
  return value;
}
