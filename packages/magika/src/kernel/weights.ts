import { isNearsideError, messageOf, NearsideError } from '@nearside/core';
import { dims } from './dims.ts';
import { decodeSymbols, symbolTable } from './rans.ts';

/** First four bytes of the file, 'NSKW', as a little-endian number. */
export const magic = 0x574b534e;
/** Version of the format. */
export const formatVersion = 1;
/** Distributions of the convolution's weights: outputs of like spread share one. */
export const outputGroups = 8;

/** The network's weights, decoded. Quantized ones are whole numbers of steps. */
export interface KernelWeights {
  /** After its GELU: dims [257, 64]. */
  readonly embedding: Float32Array;
  /** Of the first layer norm, for each position: dims [512]. */
  readonly positionScale: Float32Array;
  readonly positionBias: Float32Array;
  readonly convolutionStep: number;
  /** In steps: dims [512 outputs, 4 phases, 5 taps, 64 channels]. */
  readonly convolution: Int16Array;
  readonly convolutionBias: Float32Array;
  /** Of the second layer norm: dims [512]. */
  readonly hiddenScale: Float32Array;
  readonly hiddenBias: Float32Array;
  readonly denseStep: number;
  /** In steps: dims [512, 214]. */
  readonly dense: Int16Array;
  readonly denseBias: Float32Array;
}

/**
 * Decodes a weights file; the format is in ../../kernel/README.md.
 *
 * @param file Not kept.
 * @throws NearsideError 'model-invalid' when it is no weights file of this version, or is damaged.
 */
export function decodeWeights(file: Uint8Array): KernelWeights {
  try {
    return decode(new Reader(file));
  } catch (error) {
    if (isNearsideError(error)) throw error;
    throw new NearsideError('model-invalid', `the kernel weights are damaged: ${messageOf(error)}`, {
      stage: 'load',
      cause: error,
    });
  }
}

function decode(reader: Reader): KernelWeights {
  if (reader.u32() !== magic || reader.u32() !== formatVersion) {
    throw new NearsideError('model-invalid', 'these are no kernel weights of this version', { stage: 'load' });
  }
  const convolutionStep = reader.f32();
  const denseStep = reader.f32();
  const { vocabulary, channels, positions, outputs, labels, phases, taps } = dims;
  const floats = {
    embedding: reader.floats(vocabulary * channels),
    positionScale: reader.floats(positions),
    positionBias: reader.floats(positions),
    convolutionBias: reader.floats(outputs),
    hiddenScale: reader.floats(outputs),
    hiddenBias: reader.floats(outputs),
    denseBias: reader.floats(labels),
  };
  const groupOfOutput = reader.bytes(outputs);
  const weightsOfOutput = phases * taps * channels;
  const convolution = readIntegers(
    reader,
    outputs * weightsOfOutput,
    outputGroups,
    (index) => groupOfOutput[(index / weightsOfOutput) | 0] as number,
  );
  const dense = readIntegers(reader, outputs * labels, 1, () => 0);
  return { convolutionStep, denseStep, ...floats, convolution, dense };
}

/** Whole numbers: their high parts entropy-coded, by a distribution a group, their low bits as they are, since these are noise. */
function readIntegers(reader: Reader, count: number, groups: number, groupOf: (index: number) => number): Int16Array {
  const lowBits = reader.u16();
  const firstHigh = reader.i16();
  const highs = reader.u16();
  const tables = Array.from({ length: groups }, () => symbolTable(reader.shorts(highs)));
  const low = reader.bytes(Math.ceil((count * lowBits) / 8));
  const coded = reader.bytes(reader.u32());
  const symbols = decodeSymbols(coded, count, (index) => tables[groupOf(index)] as (typeof tables)[number]);
  const integers = new Int16Array(count);
  let pending = 0;
  let pendingBits = 0;
  let at = 0;
  for (let index = 0; index < count; index++) {
    while (pendingBits < lowBits) {
      pending |= (low[at++] as number) << pendingBits;
      pendingBits += 8;
    }
    integers[index] = (((symbols[index] as number) + firstHigh) << lowBits) | (pending & ((1 << lowBits) - 1));
    pending >>= lowBits;
    pendingBits -= lowBits;
  }
  return integers;
}

/** Reads little-endian values one after the other. */
class Reader {
  readonly #file: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(file: Uint8Array) {
    this.#file = file;
    this.#view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  }

  bytes(count: number): Uint8Array {
    return this.#file.subarray(this.#take(count), this.#at);
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  i16(): number {
    return this.#view.getInt16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  f32(): number {
    return this.#view.getFloat32(this.#take(4), true);
  }

  shorts(count: number): Uint16Array {
    return Uint16Array.from({ length: count }, () => this.u16());
  }

  floats(count: number): Float32Array {
    return Float32Array.from({ length: count }, () => this.f32());
  }

  #take(count: number): number {
    const at = this.#at;
    this.#at += count;
    if (this.#at > this.#file.length) {
      throw new NearsideError('model-invalid', 'the kernel weights end early', { stage: 'load' });
    }
    return at;
  }
}
