import { isUtf8 } from 'node:buffer';
import { sep } from 'node:path';

/** A path: text, or its bytes where they are no UTF-8, which no string could hold. */
export type Path = string | Uint8Array;

/** As Node's `fs` takes it. */
export function pathLike(path: Path): string | Buffer {
  return typeof path === 'string' ? path : Buffer.from(path.buffer, path.byteOffset, path.byteLength);
}

/**
 * A path as text. Bytes that are no UTF-8 become `\xff`, and in such a path a backslash becomes two, so that nothing is
 * lost; a path that is UTF-8 is itself.
 *
 * @param path Unchanged.
 */
export function pathText(path: Path): string {
  if (typeof path === 'string') return path;
  if (isUtf8(path)) return Buffer.from(path).toString();
  let text = '';
  for (let at = 0; at < path.length;) {
    const length = characterLength(path.subarray(at, at + 4));
    const bytes = Buffer.from(path.subarray(at, at + Math.max(1, length)));
    if (length === 0) text += `\\x${bytes.toString('hex')}`;
    else text += bytes.toString() === '\\' ? '\\\\' : bytes.toString();
    at += bytes.length;
  }
  return text;
}

/** How many of these bytes, 1 to 4, are the first character; 0 when they begin with none. */
function characterLength(bytes: Uint8Array): number {
  // A character's first bytes are no UTF-8 without its last, so the shortest that is one is the character.
  return [1, 2, 3, 4].find((length) => length <= bytes.length && isUtf8(bytes.subarray(0, length))) ?? 0;
}

/**
 * The path of an entry in a directory. Nothing is normalised: `./a` and `a//b` stay as they were spelled.
 *
 * @param directory As given.
 * @param name The entry's bytes, a character each (latin1): the shortest form that keeps every name, and sorts as bytes do.
 */
export function childPath(directory: Path, name: string): Path {
  const bytes = Buffer.from(name, 'latin1');
  const parent = Buffer.from(directory);
  const last = String.fromCharCode(parent.at(-1) ?? 0);
  return pathOf(Buffer.concat([parent, Buffer.from(last === '/' || last === sep ? '' : sep), bytes]));
}

/**
 * A path of bytes: text where they are UTF-8.
 *
 * @param bytes Kept where they are not.
 */
export function pathOf(bytes: Uint8Array): Path {
  return isUtf8(bytes) ? Buffer.from(bytes).toString() : bytes;
}
