/** A field of a protocol buffer: its number and what it holds; a list of fields is a message inside. */
export type Field = readonly [number: number, value: number | string | Uint8Array | readonly Field[]];

const varintWire = 0;
const bytesWire = 2;

/**
 * Encodes a protocol buffer: enough of the format for the ONNX files that tests make.
 *
 * @param fields In the order they are written; a number repeats where a field does.
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function encodeMessage(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const out: number[] = [];
  for (const [number, value] of fields) {
    if (typeof value === 'number') {
      pushVarint(out, number * 8 + varintWire);
      pushVarint(out, value);
      continue;
    }
    const bytes =
      typeof value === 'string'
        ? new TextEncoder().encode(value)
        : value instanceof Uint8Array
          ? value
          : encodeMessage(value);
    pushVarint(out, number * 8 + bytesWire);
    pushVarint(out, bytes.length);
    for (const byte of bytes) out.push(byte);
  }
  return Uint8Array.from(out);
}

/** Whole numbers from 0 up to 2^53. */
function pushVarint(out: number[], value: number): void {
  let rest = value;
  while (rest > 127) {
    out.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
}
