const blockBytes = 512;

/**
 * The regular files of a tar archive, as `npm pack` makes them: ustar, with the prefix field for long paths.
 *
 * @param archive Unpacked from gzip; the result refers to it.
 * @returns Contents by path.
 * @throws Error where it is cut short, or its numbers are none.
 */
export function untar(archive: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let offset = 0;
  const text = (from: number, length: number): string => {
    const field = archive.subarray(offset + from, offset + from + length);
    const end = field.indexOf(0);
    return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
  };
  // An archive ends with blocks of zeros.
  while (offset + blockBytes <= archive.byteLength && archive[offset] !== 0) {
    const octal = text(124, 12).trim();
    const bytes = Number.parseInt(octal, 8);
    if (!/^[0-7]+$/.test(octal) || offset + blockBytes + bytes > archive.byteLength) {
      throw new Error(`the archive is damaged at byte ${offset}`);
    }
    const type = text(156, 1);
    const prefix = text(345, 155);
    const name = text(0, 100);
    const start = offset + blockBytes;
    if (type === '' || type === '0')
      files.set(prefix ? `${prefix}/${name}` : name, archive.subarray(start, start + bytes));
    offset = start + Math.ceil(bytes / blockBytes) * blockBytes;
  }
  return files;
}
