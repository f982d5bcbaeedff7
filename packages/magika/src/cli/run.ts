/** The run: paths → answers, several in flight → lines, in order. */
import { findMismatch } from '../find-mismatch.ts';
import type { Magika } from '../magika.ts';
import { mapInOrder } from '../map-in-order.ts';
import { failure, identifyPath, type PathIdentification } from '../node/identify-path.ts';
import { pathText, type Path } from '../node/path-name.ts';
import { findFiles, type Found } from '../node/walk.ts';
import type { Output, Settings } from './arguments.ts';
import { paint, wantsColors } from './colors.ts';
import { formatLine } from './format.ts';
import { jsonText } from './json.ts';
import { LazyMagika } from './lazy-magika.ts';
import { Progress } from './progress.ts';
import { rawArgument } from './raw-arguments.ts';
import { identifyStandardInput, pathsFromStandardInput } from './standard-input.ts';
import { Writer } from './writer.ts';

/** How many files are read ahead of the model. */
const filesInFlight = 8;
/** Where answers scroll by on the same terminal, only a really long run says how far it is. */
const besideAnswersMs = 3000;

/** A path to identify; `-` as given is standard input. */
type Item = Found | 'standard input';

/**
 * Identifies what the settings name and prints the answers.
 *
 * @param settings Of the command line.
 * @param argv What they were read from, for paths that are no UTF-8.
 * @returns The exit status: 1 when a path could not be read, or by `--fail-on`.
 * @throws NearsideError when the model cannot be loaded or run.
 */
export async function run(settings: Settings, argv: readonly string[]): Promise<number> {
  const { stdout, stderr, env } = process;
  const writer = new Writer(stdout);
  const print = printer(settings.output, (line, found) =>
    wantsColors(settings.colors, env, stdout.isTTY) ? paint(line, found, env['COLORTERM']) : line,
  );
  const progress = new Progress(stderr, {
    total: settings.recursive || settings.stdin0 ? undefined : settings.paths.length,
    ...(stdout.isTTY && { delayMs: besideAnswersMs }),
  });
  const hasProgress = settings.progress && stderr.isTTY;
  const magika = new LazyMagika(createMagika);
  let status = 0;
  let done = 0;
  try {
    await writer.write(print.start);
    for await (const found of identify(magika, settings, argv)) {
      if (writer.isClosed) break;
      if (found.status !== 'ok') status = 1;
      const mismatch = settings.failOnMismatch ? mismatchLine(found) : undefined;
      if (stdout.isTTY || mismatch !== undefined) progress.hide();
      await writer.write(print.answer(found, done));
      done += 1;
      if (mismatch !== undefined) {
        stderr.write(mismatch);
        status = 1;
      }
      if (hasProgress) progress.update(done);
    }
    progress.hide();
    await writer.write(print.end(done));
    return status;
  } finally {
    progress.hide();
    await magika.destroy();
  }
}

/** What is printed before, of and after the answers; each answer as it comes, so that a long run needs no memory. */
interface Printer {
  readonly start: string;
  /** @param index Of the answer, from 0. */
  readonly answer: (found: PathIdentification, index: number) => string;
  /** @param count Of all answers. */
  readonly end: (count: number) => string;
}

function printer(output: Output, color: (line: string, found: PathIdentification) => string): Printer {
  switch (output.kind) {
    case 'json':
      return {
        start: '[',
        answer: (found, index) => `${index > 0 ? ',' : ''}\n${jsonText(found, 2).replaceAll(/^/gm, '  ')}`,
        end: (count) => `${count > 0 ? '\n' : ''}]\n`,
      };
    case 'jsonl':
      return { start: '', answer: (found) => `${jsonText(found, 0)}\n`, end: () => '' };
    case 'line':
      return {
        start: '',
        answer: (found) => `${color(formatLine(output.template, found), found)}\n`,
        end: () => '',
      };
    default:
      return output satisfies never;
  }
}

async function* identify(
  magika: LazyMagika,
  settings: Settings,
  argv: readonly string[],
): AsyncGenerator<PathIdentification, void, undefined> {
  const identifyOne = (item: Item): Promise<PathIdentification> => identifyItem(magika, item, settings);
  for await (const { result, error } of mapInOrder(itemsOf(settings, argv), identifyOne, {
    concurrency: filesInFlight,
  })) {
    // Paths that cannot be read are answers: this is the model's failure, and ends the run.
    if (error) throw error;
    yield result;
  }
}

async function* itemsOf(settings: Settings, argv: readonly string[]): AsyncGenerator<Item, void, undefined> {
  for (const { text, index } of settings.paths) {
    if (text === '-') yield 'standard input';
    else yield* below(rawArgument(text, index, argv), settings);
  }
  if (!settings.stdin0) return;
  for await (const path of pathsFromStandardInput()) yield* below(path, settings);
}

async function* below(path: Path, { recursive, dereference }: Settings): AsyncGenerator<Item, void, undefined> {
  if (recursive) yield* findFiles(path, { dereference });
  else yield { path };
}

async function identifyItem(
  magika: LazyMagika,
  item: Item,
  { mode, dereference }: Settings,
): Promise<PathIdentification> {
  if (item === 'standard input') return identifyStandardInput(magika, mode);
  if ('error' in item) return { path: pathText(item.path), ...failure(item.error, 'rust') };
  return identifyPath(magika, item.path, { mode, dereference, reference: 'rust' });
}

function mismatchLine(found: PathIdentification): string | undefined {
  if (found.status !== 'ok' || !findMismatch(found.path, found.result)) return undefined;
  const { description, extensions } = found.result;
  // A program is reported under any name, also where no extension of its own is known.
  const known = extensions.length > 0 ? ` (${extensions.map((extension) => `.${extension}`).join(', ')})` : '';
  return `nearside-magika: ${found.path}: the name disagrees with the content: ${description}${known}\n`;
}

async function createMagika(): Promise<Magika> {
  const { Magika: Class } = await import('../magika.ts');
  return Class.create();
}
