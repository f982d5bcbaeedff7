/** The initializers of an ONNX file: as much of protocol buffers as that takes. */

/** A stored tensor of 32-bit floats. */
export interface Initializer {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

interface Field {
  readonly number: number;
  /** A varint, or the bytes of anything longer. */
  readonly value: number | Uint8Array;
}

/**
 * Reads the float initializers of a model.
 *
 * @param model The file.
 * @see onnx/onnx.proto: ModelProto.graph = 7, GraphProto.initializer = 5; TensorProto.dims = 1, data_type = 2, name = 8,
 *   raw_data = 9
 */
export function readInitializers(model: Uint8Array): ReadonlyMap<string, Initializer> {
  const graph = [...fields(model)].find(({ number }) => number === 7)?.value as Uint8Array;
  const tensors = [...fields(graph)]
    .filter(({ number }) => number === 5)
    .map(({ value }) => [...fields(value as Uint8Array)]);
  const floats = tensors.filter((tensor) => tensor.some(({ number, value }) => number === 2 && value === 1));
  return new Map(
    floats.map((tensor) => {
      const raw = tensor.find(({ number }) => number === 9)?.value as Uint8Array | undefined;
      const name = tensor.find(({ number }) => number === 8)?.value as Uint8Array;
      const dims = tensor
        .filter(({ number }) => number === 1)
        .flatMap(({ value }) => (typeof value === 'number' ? [value] : varints(value)));
      return [
        new TextDecoder().decode(name),
        { dims, data: raw ? new Float32Array(new Uint8Array(raw).buffer) : new Float32Array() },
      ];
    }),
  );
}

function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    const kind = key % 8;
    if (kind === 0) {
      yield { number, value: varint() };
      continue;
    }
    const length = kind === 2 ? varint() : kind === 5 ? 4 : 8;
    yield { number, value: bytes.subarray(at, (at += length)) };
  }
}

function varints(packed: Uint8Array): number[] {
  const values: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of packed) {
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) {
      values.push(value);
      value = 0;
      scale = 1;
    }
  }
  return values;
}
