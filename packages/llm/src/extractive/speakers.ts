/** Finds out whether a text is a transcript, one turn a line, each begun by its speaker's name. */
import type { Span } from './unit.ts';

const namePattern =
  /^(?:[[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?\s*[-–]?\s*)?(\p{L}[\p{L}\p{M}\p{N}.,'’&()/\- ]{0,59}?)\s?[:：](?:\s+|$)/u;
const minTurns = 4;

/** Tells names from text in the lines of one document. */
export interface Speakers {
  /** How many code units of a line are its speaker's name and colon; 0 where nobody is named. */
  readonly nameLength: (line: string) => number;
}

/**
 * Looks at the lines of a text.
 *
 * @returns For a text that is no transcript, something that finds no names.
 */
export function findSpeakers(text: string, lines: readonly Span[]): Speakers {
  const turns = new Map<string, number>();
  let [named, filled] = [0, 0];
  for (const line of lines) {
    if (line.end === line.start) continue;
    filled++;
    const name = nameOf(text.slice(line.start, Math.min(line.end, line.start + 100)));
    if (name === undefined) continue;
    named++;
    turns.set(name.name, (turns.get(name.name) ?? 0) + 1);
  }
  // Somebody speaks more than once: a form (`Date: …`, `Place: …`) is no conversation.
  const isTranscript = named >= minTurns && named * 2 >= filled && turns.size * 2 <= named;
  return { nameLength: (line) => (isTranscript ? (nameOf(line)?.length ?? 0) : 0) };
}

function nameOf(line: string): { name: string; length: number } | undefined {
  const match = namePattern.exec(line);
  if (!match || (match[1] as string).split(' ').length > 8) return undefined;
  return { name: match[1] as string, length: match[0].length };
}
