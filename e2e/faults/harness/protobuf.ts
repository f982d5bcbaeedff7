/** A field of a protocol-buffer message: its number and its value; a whole number of 0 or more, a text, or a message. */
export type Field = readonly [number, number | string | readonly Field[]];

/**
 * Encodes a message: enough of the format for a model of a few nodes.
 *
 * @param fields In order; a number may come more than once.
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function encodeMessage(fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.flatMap(encodeField));
}

function encodeField([number, value]: Field): Buffer[] {
  if (typeof value === 'number') return [varint(number << 3), varint(value)];
  const bytes = typeof value === 'string' ? Buffer.from(value) : encodeMessage(value);
  return [varint((number << 3) | 2), varint(bytes.length), bytes];
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left % 128) | 128);
  }
}
