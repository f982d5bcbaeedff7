/** Which part of a file an answer holds. */
export interface ContentRange {
  /** Offset of its first byte. */
  readonly start: number;
  /** Offset behind its last byte. */
  readonly end: number;
  /** Size of the file; undefined where the server does not say. */
  readonly total: number | undefined;
}

/**
 * Reads a `Content-Range` header.
 *
 * @param value The header.
 * @returns undefined when it names no range of bytes, or an impossible one.
 * @see RFC 9110, section 14.4
 */
export function parseContentRange(value: string): ContentRange | undefined {
  const match = /^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16}|\*)$/i.exec(value.trim());
  if (!match) return undefined;
  const range = {
    start: Number(match[1]),
    end: Number(match[2]) + 1,
    total: match[3] === '*' ? undefined : Number(match[3]),
  };
  const possible = range.start < range.end && range.end <= (range.total ?? Number.MAX_SAFE_INTEGER);
  return possible ? range : undefined;
}
