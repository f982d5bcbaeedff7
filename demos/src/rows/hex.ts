/** A hex dump in three columns of equally many lines. */
export interface HexDump {
  readonly offsets: string;
  readonly hex: string;
  readonly text: string;
}

/**
 * Writes bytes as offsets, hex and text.
 *
 * @param offset Of the first byte in its file.
 * @param perLine Bytes a line.
 */
export function hexDump(bytes: Uint8Array, offset: number, perLine: number): HexDump {
  const starts = Array.from({ length: Math.ceil(bytes.length / perLine) }, (_, line) => line * perLine);
  const line = (start: number): number[] => [...bytes.subarray(start, start + perLine)];
  return {
    offsets: starts.map((start) => hexOf(offset + start, 8)).join('\n'),
    hex: starts
      .map((start) =>
        line(start)
          .map((byte) => hexOf(byte, 2))
          .join(' '),
      )
      .join('\n'),
    text: starts.map((start) => line(start).map(charOf).join('')).join('\n'),
  };
}

function hexOf(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function charOf(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}
