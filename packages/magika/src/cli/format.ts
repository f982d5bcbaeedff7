import { contentType, type ContentType } from '../decide.ts';
import type { PathIdentification } from '../node/identify-path.ts';
import { errorText } from './error-text.ts';

/**
 * One line for a person, by the placeholders of the reference's `--format`. A `%` before any other letter is dropped, and
 * so is one at the end.
 *
 * @param template Such as `%p: %d (%g)%b`.
 * @param found A path and what became of it.
 * @see google/magika, rust/cli, version 1.1.0: measured
 */
export function formatLine(template: string, found: PathIdentification): string {
  return template.replaceAll(/%(.|$)/gsu, (_, letter: string) => placeholder(letter, found) ?? letter);
}

function placeholder(letter: string, found: PathIdentification): string | undefined {
  const { label, description, group, mimeType, extensions, score } =
    found.status === 'ok' ? found.result : failed(found.error);
  switch (letter) {
    case 'p':
      return found.path;
    case 'l':
      return label;
    case 'd':
      return description;
    case 'g':
      return group;
    case 'm':
      return mimeType;
    case 'e':
      return `[${extensions.join(',')}]`;
    case 's':
      return score.toFixed(2);
    case 'S':
      // Cut, not rounded: 99.9 % must not read as 100 %. In single precision, as the reference multiplies.
      return `${Math.trunc(Math.fround(100 * score))}%`;
    case 'b':
      return ownGuess(found);
    default:
      return undefined;
  }
}

/** What the reference prints in place of an answer. */
function failed(error: Error): Pick<ContentType, 'label' | 'description' | 'group' | 'mimeType' | 'extensions'> & {
  readonly score: number;
} {
  return { label: 'error', description: errorText(error), group: 'error', mimeType: 'error', extensions: [], score: 1 };
}

function ownGuess(found: PathIdentification): string {
  if (found.status !== 'ok' || found.result.overwriteReason !== 'low_confidence') return '';
  const { description, group } = contentType(found.result.modelLabel) as ContentType;
  const score = found.result.score.toFixed(3);
  return ` [Low-confidence model best-guess: ${description} (${group}), score=${score}]`;
}
