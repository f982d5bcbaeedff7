/** A hex dump in three columns of equally many lines. */
export interface HexDump {
  readonly offsets: string;
  readonly hex: readonly Run[];
  readonly text: readonly Run[];
}

/** A piece of a column whose bytes have one level. */
export interface Run {
  readonly level: number;
  /** May go over several lines. */
  readonly text: string;
}

/**
 * Writes bytes as offsets, hex and text.
 *
 * @param offset Of the first byte in its file.
 * @param perLine Bytes a line.
 * @param levels Of each byte; default: one level for all.
 */
export function hexDump(
  bytes: Uint8Array,
  offset: number,
  perLine: number,
  levels: Uint8Array = new Uint8Array(bytes.length),
): HexDump {
  const lineCount = Math.ceil(bytes.length / perLine);
  return {
    offsets: Array.from({ length: lineCount }, (_, line) => offsetText(offset + line * perLine)).join('\n'),
    hex: runsOf(bytes, levels, perLine, (byte) => hexOf(byte, 2), ' '),
    text: runsOf(bytes, levels, perLine, charOf, ''),
  };
}

/** What parts two bytes of one level goes with them, what parts two levels with the first: no gap in a piece's colour. */
function runsOf(
  bytes: Uint8Array,
  levels: Uint8Array,
  perLine: number,
  write: (byte: number) => string,
  separator: string,
): Run[] {
  const runs: { level: number; text: string }[] = [];
  for (const [index, byte] of bytes.entries()) {
    const level = levels[index] ?? 0;
    const last = runs.at(-1);
    const between = index === 0 ? '' : index % perLine === 0 ? '\n' : separator;
    if (last?.level === level) {
      last.text += between + write(byte);
    } else {
      if (last) last.text += between;
      runs.push({ level, text: write(byte) });
    }
  }
  return runs;
}

/** A place in a file as the dump writes it. */
export function offsetText(offset: number): string {
  return hexOf(offset, 8);
}

function hexOf(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function charOf(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}
