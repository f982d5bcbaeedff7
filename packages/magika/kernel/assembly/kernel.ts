// Magika's network (standard_v3_3) for one file: 2,048 tokens in, 214 scores out. AssemblyScript, compiled by
// ../build.ts; the mathematics of each step is in ../README.md, a plain version in ../../src/kernel/reference.ts.
import {
  blockOutputs, blocks, channels, convolution, count, dense, denseBias, deviation, embedding, firstRow, hidden,
  hiddenBias, hiddenScale, highest, labels, labelsPadded, lowest, mean, offset, outputs, phases, place, positions,
  positionScale, rowBytes, rowOf, rows, rowScale, scores, table, tableBytes, taps, tokens, vocabulary, weightBytes, windows,
} from './layout';
import { convolutionStep } from './unpack';

// The host's side of the memory, and the step before the first run.
export { memoryEnd, packed, packedEnd, scores, tokens, workingEnd } from './layout';
export { unpack } from './unpack';

/** Runs the network over the tokens that the host wrote. */
export function run(): void {
  let row = 0;
  for (let phase = 0; phase < phases; phase++) {
    store<i32>(firstRow + phase * 4, row);
    row = quantizeRows(phase, row);
  }
  store<i32>(firstRow + phases * 4, row);
  for (let block = 0; block < blocks; block++) {
    for (let phase = 0; phase < phases; phase++) multiplyRows(block, phase);
    accumulate(block, 0);
    accumulate(block, 8);
  }
  classify();
}

/**
 * One phase: counts its tokens, normalizes each channel over the positions, and quantizes the row of every token that
 * occurs to int16, each row with a scale of its own. Returns the row after the last, even.
 */
function quantizeRows(phase: i32, first: i32): i32 {
  memory.fill(count, 0, vocabulary * 4);
  for (let position = 0; position < positions; position++) {
    const at = count + load<i32>(tokens + ((position << 2) + phase) * 4) * 4;
    store<i32>(at, load<i32>(at) + 1);
  }
  normalize(phase);
  let row = first;
  for (let token = 0; token < vocabulary; token++) {
    if (load<i32>(count + token * 4) == 0) continue;
    store<i32>(rowOf + token * 4, row);
    quantizeRow(embedding + token * channels * 4, row);
    row++;
  }
  for (let position = 0; position < positions; position++) {
    const at = ((position << 2) + phase) * 4;
    store<i32>(place + at, load<i32>(rowOf + load<i32>(tokens + at) * 4) * tableBytes);
  }
  if ((row & 1) != 0) {
    // A row of zeros makes the pair whole.
    memory.fill(rows + row * rowBytes, 0, rowBytes);
    store<f32>(rowScale + row * 4, 0);
    row++;
  }
  return row;
}

/**
 * Mean and inverse deviation of each channel: in f32, position after position and as E[x²] − mean², which is how ONNX
 * Runtime sums. In a file of few tokens the difference cancels down to rounding errors, and these are then the same.
 */
function normalize(phase: i32): void {
  // Eight channels at a time: two additions wait for each other in four, and four do in eight.
  for (let channel = 0; channel < channels * 4; channel += 32) {
    let sumA = f32x4.splat(0), sumB = sumA;
    let squaresA = sumA, squaresB = sumA;
    for (let p = tokens + phase * 4, end = p + positions * phases * 4; p < end; p += phases * 4) {
      const from = embedding + load<i32>(p) * channels * 4 + channel;
      const a = v128.load(from), b = v128.load(from, 16);
      sumA = f32x4.add(sumA, a);
      sumB = f32x4.add(sumB, b);
      squaresA = f32x4.add(squaresA, f32x4.mul(a, a));
      squaresB = f32x4.add(squaresB, f32x4.mul(b, b));
    }
    storeMoments(channel, sumA, squaresA);
    storeMoments(channel + 16, sumB, squaresB);
  }
}

function storeMoments(channel: i32, sum: v128, squares: v128): void {
  const share = f32x4.splat(1 / <f32>positions);
  const average = f32x4.mul(sum, share);
  const difference = f32x4.sub(f32x4.mul(squares, share), f32x4.mul(average, average));
  const variance = f32x4.pmax(f32x4.splat(0), difference);
  v128.store(mean + channel, average);
  v128.store(deviation + channel, f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(variance, f32x4.splat(1e-6)))));
}

/** The largest of a row becomes 32,767: an error of 1.5e-5 of it, whatever the token's rank. */
function quantizeRow(source: usize, row: i32): void {
  let largest = f32x4.splat(0);
  for (let at = 0; at < channels * 4; at += 16) largest = f32x4.pmax(largest, f32x4.abs(normalized(source, at)));
  const peak = max(
    max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
  // A phase of one token only: every channel is at its mean.
  const factor = f32x4.splat(peak > 0 ? <f32>32767 / peak : 0);
  for (let at = 0; at < channels * 4; at += 32) {
    const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(normalized(source, at), factor)));
    const high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(normalized(source, at + 16), factor)));
    v128.store(rows + row * rowBytes + (at >> 1), i16x8.narrow_i32x4_s(low, high));
  }
  store<f32>(rowScale + row * 4, (peak / <f32>32767) * convolutionStep);
}

// @ts-ignore: decorator
@inline
function normalized(source: usize, at: i32): v128 {
  return f32x4.mul(f32x4.sub(v128.load(source + at), v128.load(mean + at)), v128.load(deviation + at));
}

/**
 * The products of every row of a phase with a block's weights: table[row, tap, output]. Two rows and sixteen outputs at a
 * time, two channels an instruction; 64 products of 15 and 11 bits stay below 2^31 (the packer checks the weights).
 */
function multiplyRows(block: i32, phase: i32): void {
  const first = load<i32>(firstRow + phase * 4);
  const last = load<i32>(firstRow + phase * 4 + 4);
  for (let tap = 0; tap < taps; tap++) {
    const weights = convolution + ((block * phases + phase) * taps + tap) * weightBytes;
    for (let row = first; row < last; row += 2) {
      let a0 = i32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
      let b0 = a0, b1 = a0, b2 = a0, b3 = a0;
      let x = rows + row * rowBytes;
      for (let w = weights, end = weights + weightBytes; w < end; w += 64, x += 4) {
        const w0 = v128.load(w), w1 = v128.load(w, 16), w2 = v128.load(w, 32), w3 = v128.load(w, 48);
        const xa = v128.load32_splat(x), xb = v128.load32_splat(x, rowBytes);
        a0 = i32x4.add(a0, i32x4.dot_i16x8_s(w0, xa));
        a1 = i32x4.add(a1, i32x4.dot_i16x8_s(w1, xa));
        a2 = i32x4.add(a2, i32x4.dot_i16x8_s(w2, xa));
        a3 = i32x4.add(a3, i32x4.dot_i16x8_s(w3, xa));
        b0 = i32x4.add(b0, i32x4.dot_i16x8_s(w0, xb));
        b1 = i32x4.add(b1, i32x4.dot_i16x8_s(w1, xb));
        b2 = i32x4.add(b2, i32x4.dot_i16x8_s(w2, xb));
        b3 = i32x4.add(b3, i32x4.dot_i16x8_s(w3, xb));
      }
      const scaleA = v128.load32_splat(rowScale + row * 4), scaleB = v128.load32_splat(rowScale + row * 4, 4);
      const to = table + row * tableBytes + tap * blockOutputs * 4;
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(a0), scaleA));
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(a1), scaleA), 16);
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(a2), scaleA), 32);
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(a3), scaleA), 48);
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(b0), scaleB), tableBytes);
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(b1), scaleB), tableBytes + 16);
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(b2), scaleB), tableBytes + 32);
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(b3), scaleB), tableBytes + 48);
    }
  }
}

/**
 * Eight outputs of a block over all windows: each position adds its five taps to the five windows it is in, which wait in
 * registers; of a finished window only whether it is the highest or the lowest is kept.
 */
function accumulate(block: i32, half: i32): void {
  const base = table + half * 4;
  let p = place;
  let s = positionScale;
  let o = offset + block * windows * blockOutputs * 4 + half * 4;
  // Windows that have seen one to four positions, of outputs 0 to 3 (a) and 4 to 7 (b).
  let a1 = f32x4.splat(0), a2 = a1, a3 = a1, a4 = a1;
  let b1 = a1, b2 = a1, b3 = a1, b4 = a1;
  let maxA = f32x4.splat(-Infinity), maxB = maxA;
  let minA = f32x4.splat(Infinity), minB = minA;
  for (let position = 0; position < positions; position++, p += 16, s += 4) {
    const t0 = base + load<i32>(p), t1 = base + load<i32>(p, 4), t2 = base + load<i32>(p, 8), t3 = base + load<i32>(p, 12);
    const scale = v128.load32_splat(s);
    const doneA = f32x4.add(a4, f32x4.mul(sum(t0, t1, t2, t3, 256), scale));
    const doneB = f32x4.add(b4, f32x4.mul(sum(t0, t1, t2, t3, 272), scale));
    a4 = f32x4.add(a3, f32x4.mul(sum(t0, t1, t2, t3, 192), scale));
    b4 = f32x4.add(b3, f32x4.mul(sum(t0, t1, t2, t3, 208), scale));
    a3 = f32x4.add(a2, f32x4.mul(sum(t0, t1, t2, t3, 128), scale));
    b3 = f32x4.add(b2, f32x4.mul(sum(t0, t1, t2, t3, 144), scale));
    a2 = f32x4.add(a1, f32x4.mul(sum(t0, t1, t2, t3, 64), scale));
    b2 = f32x4.add(b1, f32x4.mul(sum(t0, t1, t2, t3, 80), scale));
    a1 = f32x4.mul(sum(t0, t1, t2, t3, 0), scale);
    b1 = f32x4.mul(sum(t0, t1, t2, t3, 16), scale);
    if (position < taps - 1) continue;
    const yA = f32x4.add(doneA, v128.load(o)), yB = f32x4.add(doneB, v128.load(o, 16));
    o += blockOutputs * 4;
    maxA = f32x4.pmax(maxA, yA);
    maxB = f32x4.pmax(maxB, yB);
    minA = f32x4.pmin(minA, yA);
    minB = f32x4.pmin(minB, yB);
  }
  const to = (block * blockOutputs + half) * 4;
  v128.store(highest + to, maxA);
  v128.store(highest + to, maxB, 16);
  v128.store(lowest + to, minA);
  v128.store(lowest + to, minB, 16);
}

// @ts-ignore: decorator
@inline
function sum(t0: usize, t1: usize, t2: usize, t3: usize, at: i32): v128 {
  return f32x4.add(
    f32x4.add(v128.load(t0 + at), v128.load(t1 + at)),
    f32x4.add(v128.load(t2 + at), v128.load(t3 + at)),
  );
}

/** GELU of both extremes, layer norm over the 512, dense layer, softmax. In f64 where it costs nothing. */
function classify(): void {
  let total: f64 = 0;
  let squares: f64 = 0;
  for (let at = 0; at < outputs * 4; at += 4) {
    const high = load<f32>(highest + at);
    // Above 0 GELU only rises, and is never below it: there the highest decides alone.
    const value = <f32>(high > 0 ? gelu(high) : max(gelu(high), gelu(load<f32>(lowest + at))));
    store<f32>(hidden + at, value);
    total += value;
    squares += <f64>value * value;
  }
  const average = total / outputs;
  const inverse = 1 / Math.sqrt(max<f64>(0, squares / outputs - average * average) + 1e-6);
  for (let at = 0; at < outputs * 4; at += 4) {
    const normal = (<f64>load<f32>(hidden + at) - average) * inverse;
    store<f32>(hidden + at, <f32>(normal * load<f32>(hiddenScale + at) + load<f32>(hiddenBias + at)));
  }
  for (let label = 0; label < labelsPadded * 4; label += 96) multiplyDense(label);
  let best: f32 = -Infinity;
  for (let label = 0; label < labels; label++) best = max(best, load<f32>(scores + label * 4));
  let all: f64 = 0;
  for (let label = 0; label < labels; label++) {
    const power = Math.exp(load<f32>(scores + label * 4) - best);
    store<f32>(scores + label * 4, <f32>power);
    all += power;
  }
  for (let label = 0; label < labels; label++) {
    store<f32>(scores + label * 4, <f32>(load<f32>(scores + label * 4) / all));
  }
}

/** The logits of 24 labels, which wait in six registers. */
function multiplyDense(label: i32): void {
  const to = scores + label;
  const bias = denseBias + label;
  let s0 = v128.load(bias), s1 = v128.load(bias, 16), s2 = v128.load(bias, 32);
  let s3 = v128.load(bias, 48), s4 = v128.load(bias, 64), s5 = v128.load(bias, 80);
  let w = dense + label;
  for (let h = hidden, end = hidden + outputs * 4; h < end; h += 4, w += labelsPadded * 4) {
    const value = v128.load32_splat(h);
    s0 = f32x4.add(s0, f32x4.mul(value, v128.load(w)));
    s1 = f32x4.add(s1, f32x4.mul(value, v128.load(w, 16)));
    s2 = f32x4.add(s2, f32x4.mul(value, v128.load(w, 32)));
    s3 = f32x4.add(s3, f32x4.mul(value, v128.load(w, 48)));
    s4 = f32x4.add(s4, f32x4.mul(value, v128.load(w, 64)));
    s5 = f32x4.add(s5, f32x4.mul(value, v128.load(w, 80)));
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  v128.store(to, s4, 64);
  v128.store(to, s5, 80);
}

/** The network's GELU, in its tanh form. */
function gelu(x: f32): f64 {
  const wide = <f64>x;
  return 0.5 * wide * (1 + Math.tanh(0.7978845608028654 * (wide + 0.044715 * wide * wide * wide)));
}
