// Reads a weights file, whose format is in ../README.md, into the layout that a run needs. Here and not in the host's
// language since it is on the way to the first answer: an engine runs this at full speed at once, JavaScript only after a while.
import {
  blockOutputs, channels, convolution, dense, denseBias, embedding, groups, hiddenBias, hiddenScale, labels, labelsPadded,
  offset, outputs, packed, packedEnd, phases, positions, positionScale, run, slotTableBytes, slotTables, taps, tapSums, vocabulary,
  weightBytes, windows,
} from './layout';

// Places in the file.
const embeddingIn: usize = packed + 16;
const positionScaleIn: usize = embeddingIn + vocabulary * channels * 4;
const positionBiasIn: usize = positionScaleIn + positions * 4;
const convolutionBiasIn: usize = positionBiasIn + positions * 4;
const hiddenScaleIn: usize = convolutionBiasIn + outputs * 4;
const hiddenBiasIn: usize = hiddenScaleIn + outputs * 4;
const denseBiasIn: usize = hiddenBiasIn + outputs * 4;
const groupIn: usize = denseBiasIn + labels * 4; // u8 [512]
const listsIn: usize = groupIn + outputs;

const magic = 0x574b534e; // 'NSKW'
const formatVersion = 1;
const slots = 4096;
const lowestState: u32 = 1 << 23;

/** What one unit of a convolution weight stands for. */
export let convolutionStep: f32 = 0;

// The list of whole numbers that is being read.
let lowBits: i32 = 0;
let firstHigh: i32 = 0;
let lowAt: usize = 0;
let pending: u32 = 0;
let pendingBits: i32 = 0;
let codedAt: usize = 0;
let codedEnd: usize = 0;
let state: u32 = 0;
let isDamaged: bool = false;

/**
 * Unpacks the file that the host wrote to `packed`: 0, or 1 when it is none of this version, 2 when it is damaged. Then
 * nothing may be run.
 */
export function unpack(length: i32): i32 {
  const end = packed + length;
  if (end > packedEnd || end < listsIn) return 2;
  if (load<u32>(packed) != magic || load<u32>(packed, 4) != formatVersion) return 1;
  convolutionStep = load<f32>(packed, 8);
  memory.copy(embedding, embeddingIn, vocabulary * channels * 4);
  memory.copy(positionScale, positionScaleIn, positions * 4);
  memory.copy(hiddenScale, hiddenScaleIn, outputs * 4);
  memory.copy(hiddenBias, hiddenBiasIn, outputs * 4);
  memory.copy(denseBias, denseBiasIn, labels * 4);
  isDamaged = false;
  const denseIn = openList(listsIn, end, outputs * phases * taps * channels, groups);
  if (denseIn == 0) return 2;
  for (let output = 0; output < outputs; output++) {
    if (<i32>load<u8>(groupIn + output) >= groups) return 2;
    unpackConvolution(output);
    writeOffsets(output);
  }
  if (isDamaged || openList(denseIn, end, outputs * labels, 1) == 0) return 2;
  for (let output = 0; output < outputs; output++) unpackDense(output, load<f32>(packed, 12));
  return isDamaged ? 2 : 0;
}

/** One output's weights: what one instruction multiplies lies together. Their sum over each tap is kept. */
function unpackConvolution(output: i32): void {
  const slotTable = slotTables + load<u8>(groupIn + output) * slotTableBytes;
  let to = convolution + (output / blockOutputs) * phases * taps * weightBytes + (output % blockOutputs) * 4;
  memory.fill(tapSums, 0, taps * 4);
  for (let phase = 0; phase < phases; phase++) {
    for (let tap = 0; tap < taps; tap++) {
      readRun(slotTable, channels);
      let sum = 0;
      for (let from = run, end = run + channels * 4; from < end; from += 8, to += blockOutputs * 4) {
        const even = load<i32>(from), odd = load<i32>(from, 4);
        store<i32>(to, (even & 0xffff) | (odd << 16));
        sum += even + odd;
      }
      store<i32>(tapSums + tap * 4, load<i32>(tapSums + tap * 4) + sum);
    }
  }
}

/** What a window's output is before any token is seen: its bias, and the position biases through its weights. */
function writeOffsets(output: i32): void {
  const bias = <f64>load<f32>(convolutionBiasIn + output * 4);
  const step = <f64>convolutionStep;
  const sum0 = <f64>load<i32>(tapSums), sum1 = <f64>load<i32>(tapSums, 4), sum2 = <f64>load<i32>(tapSums, 8);
  const sum3 = <f64>load<i32>(tapSums, 12), sum4 = <f64>load<i32>(tapSums, 16);
  let to = offset + ((output / blockOutputs) * windows * blockOutputs + (output % blockOutputs)) * 4;
  for (let b = positionBiasIn, end = positionBiasIn + windows * 4; b < end; b += 4, to += blockOutputs * 4) {
    const value =
      <f64>load<f32>(b) * sum0 + <f64>load<f32>(b, 4) * sum1 + <f64>load<f32>(b, 8) * sum2 +
      <f64>load<f32>(b, 12) * sum3 + <f64>load<f32>(b, 16) * sum4;
    store<f32>(to, <f32>(value * step + bias));
  }
}

/** One row of the dense layer as floats; the rest of its last vector stays 0. */
function unpackDense(output: i32, step: f64): void {
  const to = dense + output * labelsPadded * 4;
  readRun(slotTables, labels);
  for (let at = 0; at < labels * 4; at += 4) store<f32>(to + at, <f32>(<f64>load<i32>(run + at) * step));
}

/** Begins a list: its distributions become tables. Where the list ends, or 0 when it does not fit the file. */
function openList(at: usize, end: usize, numbers: i32, distributions: i32): usize {
  if (at + 6 > end) return 0;
  lowBits = load<u16>(at);
  firstHigh = load<i16>(at, 2);
  const highs: i32 = load<u16>(at, 4);
  lowAt = at + 6 + distributions * highs * 2;
  const lowEnd = lowAt + ((numbers * lowBits + 7) >> 3);
  if (lowBits > 16 || highs > slots || lowEnd + 8 > end) return 0;
  for (let group = 0; group < distributions; group++) {
    if (!openDistribution(at + 6 + group * highs * 2, highs, slotTables + group * slotTableBytes)) return 0;
  }
  const coded = load<u32>(lowEnd);
  codedAt = lowEnd + 4;
  codedEnd = codedAt + coded;
  if (coded < 4 || coded > <u32>(end - codedAt)) return 0;
  state = bswap(load<u32>(codedAt));
  codedAt += 4;
  pending = 0;
  pendingBits = 0;
  return codedEnd;
}

/** Which symbol each of 4,096 slots is, and of each symbol its first slot and how many it has: together 4,096. */
function openDistribution(frequencies: usize, symbols: i32, to: usize): bool {
  let slot = 0;
  for (let symbol = 0; symbol < symbols; symbol++) {
    const frequency: i32 = load<u16>(frequencies + symbol * 2);
    if (slot + frequency > slots) return false;
    store<u32>(to + slots * 2 + symbol * 4, (slot << 16) | frequency);
    for (const last = slot + frequency; slot < last; slot++) store<u16>(to + slot * 2, symbol);
  }
  return slot == slots;
}

/**
 * The next numbers of the list, to `run`: their high parts by range asymmetric numeral systems (../../src/kernel/rans.ts),
 * their low bits as they are.
 */
function readRun(slotTable: usize, length: i32): void {
  // In locals: what engines do at first with a global costs more than the decoding.
  const lowMask: u32 = (1 << lowBits) - 1;
  const bits = lowBits;
  const high = firstHigh;
  const end = codedEnd;
  let coded = codedAt;
  let low = lowAt;
  let x = state;
  let bytes = pending;
  let have = pendingBits;
  for (let to = run, last = run + length * 4; to < last; to += 4) {
    const slot = x & (slots - 1);
    const symbol: i32 = load<u16>(slotTable + slot * 2);
    const share = load<u32>(slotTable + slots * 2 + symbol * 4);
    x = (share & 0xffff) * (x >> 12) + slot - (share >> 16);
    while (x < lowestState) {
      if (coded >= end) {
        isDamaged = true;
        return;
      }
      x = (x << 8) | load<u8>(coded++);
    }
    while (have < bits) {
      bytes |= <u32>load<u8>(low++) << have;
      have += 8;
    }
    store<i32>(to, ((symbol + high) << bits) | (bytes & lowMask));
    bytes >>= bits;
    have -= bits;
  }
  codedAt = coded;
  lowAt = low;
  state = x;
  pending = bytes;
  pendingBits = have;
}
