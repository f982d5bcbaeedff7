import { readFileSync } from 'node:fs';
import { pathOf, type Path } from '../node/path-name.ts';

/**
 * Arguments that are no UTF-8. Node replaces what it cannot decode by U+FFFD, which names another file; Linux still knows
 * the bytes.
 *
 * @param text As Node has it.
 * @param index Of the argument, after the program's own two words.
 * @param argv All of those.
 * @param readCommandLine Every argument of this process, each ended by a NUL.
 * @returns The text itself where it is whole, or where the bytes cannot be had.
 */
export function rawArgument(
  text: string,
  index: number,
  argv: readonly string[],
  readCommandLine: () => Buffer = () => readFileSync('/proc/self/cmdline'),
): Path {
  if (!text.includes('\uFFFD')) return text;
  try {
    const all = readCommandLine().toString('latin1').split('\0').slice(0, -1);
    const raw = Buffer.from(all.slice(-argv.length)[index] ?? '', 'latin1');
    // Someone else's arguments, if this program was not started as a command.
    return raw.toString() === text ? pathOf(raw) : text;
  } catch {
    return text;
  }
}
