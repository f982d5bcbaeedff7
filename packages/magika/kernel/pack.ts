/**
 * Packs the vendored model's weights for the kernel.
 *
 *   node packages/magika/kernel/pack.ts [--check]
 *
 * `--check` writes nothing, and proves that the committed file is what this makes, byte for byte.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { dims } from '../src/kernel/dims.ts';
import { createKernel } from '../src/kernel/kernel.ts';
import { formatVersion, magic, outputGroups, type KernelWeights } from '../src/kernel/weights.ts';
import { symbolTable } from '../src/kernel/rans.ts';
import { readInitializers } from './onnx-initializers.ts';
import { encodeSymbols, frequenciesOf } from './rans-encode.ts';

const model = new URL('../../../models/magika/standard_v3_3/model.onnx', import.meta.url);
const packed = new URL('../../../models/magika/standard_v3_3/kernel-weights.bin', import.meta.url);

/** Steps in the mean deviation of an output's weights, and in that of the dense layer's. See README.md, The ladder. */
const convolutionSteps = 300;
const denseSteps = 800;
/** Bits of a whole number that are stored as they are: below these a distribution is flat. */
const lowBits = 4;

/** The network's own numbers, in the kernel's order. */
interface OriginalWeights extends Omit<KernelWeights, 'convolution' | 'dense' | 'convolutionStep' | 'denseStep'> {
  /** Dims [512 outputs, 4 phases, 5 taps, 64 channels]. */
  readonly convolution: Float32Array;
  /** Dims [512, 214]. */
  readonly dense: Float32Array;
}

function readModel(): OriginalWeights {
  const initializers = readInitializers(readFileSync(model));
  const find = (name: string, count: number): Float32Array => {
    const found = [...initializers].find(([key]) => key.endsWith(name))?.[1].data;
    if (found?.length !== count)
      throw new Error(`${name}: ${found?.length ?? 'none'} values where ${count} are expected`);
    return found;
  };
  const { vocabulary, channels, phases, positions, taps, outputs, labels } = dims;
  const embed = find('get_logits_/Const:0', vocabulary * channels);
  const embedBias = find('Dense_0/Reshape:0', channels);
  const kernel = find('Conv_0/transpose_3:0', outputs * phases * channels * taps);
  const convolution = new Float32Array(kernel.length);
  let to = 0;
  for (let output = 0; output < outputs; output++)
    for (let phase = 0; phase < phases; phase++)
      for (let tap = 0; tap < taps; tap++)
        for (let channel = 0; channel < channels; channel++)
          convolution[to++] = kernel[(output * phases * channels + phase * channels + channel) * taps + tap] as number;
  return {
    embedding: embed.map((value, index) => gelu32(value, embedBias[index % channels] as number)),
    positionScale: find('LayerNorm_0/Reshape_2:0', positions),
    positionBias: find('LayerNorm_0/Reshape_3:0', positions),
    convolution,
    convolutionBias: find('const_fold_opt__209', outputs),
    hiddenScale: find('LayerNorm_1/Reshape_2:0', outputs),
    hiddenBias: find('LayerNorm_1/Reshape_3:0', outputs),
    dense: find('get_logits_/Const_24:0', outputs * labels),
    denseBias: find('Dense_1/Reshape:0', labels),
  };
}

/** The graph's own GELU, each step rounded to f32 as it runs there. */
function gelu32(value: number, bias: number): number {
  const f = Math.fround;
  const x = f(value + bias);
  const inner = f(f(0.7978846) * f(x + f(x * f(x * f(f(0.044715) * x)))));
  return f(x * f(f(0.5) * f(1 + f(Math.tanh(inner)))));
}

function deviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function rowsOf(values: Float32Array): Float32Array[] {
  const length = values.length / dims.outputs;
  return Array.from({ length: dims.outputs }, (_, row) => values.subarray(row * length, (row + 1) * length));
}

const round = (values: Float32Array, step: number): Int16Array =>
  Int16Array.from(values, (value) => Math.round(value / step));

/** Outputs of like spread share a distribution: the group of each, by rank. */
function groupOutputs(rows: readonly Float32Array[]): Uint8Array {
  const spread = rows.map(deviation);
  const ranked = spread.map((_, output) => output).toSorted((a, b) => (spread[a] as number) - (spread[b] as number));
  const groups = new Uint8Array(rows.length);
  for (const [rank, output] of ranked.entries()) groups[output] = Math.floor((rank * outputGroups) / rows.length);
  return groups;
}

function pack(original: OriginalWeights): Uint8Array {
  const rows = rowsOf(original.convolution);
  const convolutionStep = Math.fround(
    rows.reduce((sum, row) => sum + deviation(row), 0) / rows.length / convolutionSteps,
  );
  const denseStep = Math.fround(deviation(original.dense) / denseSteps);
  const groups = groupOutputs(rows);
  const convolution = round(original.convolution, convolutionStep);
  checkRange(convolution);
  const perOutput = convolution.length / dims.outputs;
  const { embedding, positionScale, positionBias, convolutionBias, hiddenScale, hiddenBias, denseBias } = original;
  const parts = [
    Uint32Array.of(magic, formatVersion),
    Float32Array.of(convolutionStep, denseStep),
    embedding,
    positionScale,
    positionBias,
    convolutionBias,
    hiddenScale,
    hiddenBias,
    denseBias,
    groups,
    ...packIntegers(convolution, outputGroups, (index) => groups[Math.floor(index / perOutput)] as number),
    ...packIntegers(round(original.dense, denseStep), 1, () => 0),
  ];
  return Buffer.concat(
    parts.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
  );
}

/** The kernel sums 64 products of these with 15-bit numbers in 32 bits. */
function checkRange(convolution: Int16Array): void {
  for (let from = 0; from < convolution.length; from += dims.channels) {
    const sum = convolution.subarray(from, from + dims.channels).reduce((all, value) => all + Math.abs(value), 0);
    if (sum * 32767 >= 2 ** 31) throw new Error(`the weights at ${from} can overflow: their sum is ${sum}`);
  }
}

function packIntegers(
  integers: Int16Array,
  groups: number,
  groupOf: (index: number) => number,
): (Uint8Array | Uint16Array | Int16Array | Uint32Array)[] {
  const highs = integers.map((value) => value >> lowBits);
  const firstHigh = highs.reduce((least, value) => Math.min(least, value), 0);
  const count = highs.reduce((most, value) => Math.max(most, value), 0) - firstHigh + 1;
  const symbols = Uint16Array.from(highs, (value) => value - firstHigh);
  const counts = Array.from({ length: groups }, () => Array.from({ length: count }, () => 0));
  for (const [index, symbol] of symbols.entries()) {
    const group = counts[groupOf(index)] as number[];
    group[symbol] = (group[symbol] as number) + 1;
  }
  const tables = counts.map((group) => symbolTable(frequenciesOf(group)));
  const coded = encodeSymbols(symbols, (index) => tables[groupOf(index)] as (typeof tables)[number]);
  const head = [Uint16Array.of(lowBits), Int16Array.of(firstHigh), Uint16Array.of(count)];
  const length = new Uint8Array(Uint32Array.of(coded.length).buffer);
  return [...head, ...tables.map(({ frequency }) => frequency), packBits(integers), length, coded];
}

function packBits(integers: Int16Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((integers.length * lowBits) / 8));
  for (const [index, value] of integers.entries()) {
    const bit = index * lowBits;
    const at = bit >> 3;
    bytes[at] = (bytes[at] as number) | ((value & ((1 << lowBits) - 1)) << (bit & 7));
  }
  return bytes;
}

const { values: options } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const file = pack(readModel());
// What a kernel will read, not only what was meant to be written.
await createKernel(file);
if (!options.check) writeFileSync(packed, file);
const same = Buffer.compare(file, readFileSync(packed)) === 0;
console.log(
  `kernel-weights.bin: ${file.length} bytes, ${same ? 'as committed' : 'NOT as committed: run packages/magika/kernel/pack.ts'}`,
);
process.exitCode = same ? 0 : 1;
