import { parseArgs } from 'node:util';
import type { PredictionMode } from '../decide.ts';

/** In which form answers are printed: the reference's JSON, or a line by a template of `format.ts`. */
export type Output = { readonly kind: 'json' | 'jsonl' } | { readonly kind: 'line'; readonly template: string };

/** What is to be done with which paths. */
export interface Settings {
  /** As they were given, each with its place among all arguments. */
  readonly paths: readonly { readonly text: string; readonly index: number }[];
  /** Whether paths come on standard input too. */
  readonly stdin0: boolean;
  readonly recursive: boolean;
  readonly dereference: boolean;
  readonly mode: PredictionMode;
  readonly output: Output;
  readonly colors: 'always' | 'never' | 'auto';
  readonly progress: boolean;
  readonly failOnMismatch: boolean;
}

/** What the arguments ask for. */
export type Command =
  | { readonly kind: 'identify'; readonly settings: Settings }
  | { readonly kind: 'help' | 'version' | 'usage-error' }
  | { readonly kind: 'error'; readonly message: string; readonly status: 1 | 2 };

const options = {
  recursive: { type: 'boolean', short: 'r' },
  'no-dereference': { type: 'boolean' },
  colors: { type: 'boolean' },
  'no-colors': { type: 'boolean' },
  'output-score': { type: 'boolean', short: 's' },
  'mime-type': { type: 'boolean', short: 'i' },
  label: { type: 'boolean', short: 'l' },
  'compatibility-mode': { type: 'boolean', short: 'c' },
  json: { type: 'boolean' },
  jsonl: { type: 'boolean' },
  format: { type: 'string', value: 'CUSTOM' },
  'prediction-mode': { type: 'string', short: 'm', value: 'MODE' },
  stdin0: { type: 'boolean' },
  'fail-on': { type: 'string', value: 'WHAT' },
  'no-progress': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

type OptionName = keyof typeof options;
/** Of each option that was given its value; that of a flag is empty. */
type Given = ReadonlyMap<OptionName, string>;

/** Which options exclude one another, as in the reference's command line; ours follow its pattern. */
const conflicts: readonly (readonly OptionName[])[] = [
  ...(['output-score', 'mime-type', 'label', 'compatibility-mode'] as const).flatMap((modifier) =>
    (['json', 'jsonl', 'format'] as const).map((format) => [modifier, format]),
  ),
  ['mime-type', 'label'],
  ['mime-type', 'compatibility-mode'],
  ['label', 'compatibility-mode'],
  ['json', 'jsonl'],
  ['json', 'format'],
  ['jsonl', 'format'],
  ['colors', 'no-colors'],
];

/**
 * Reads the arguments as the reference's parser (clap) does: from left to right, so that an unknown one before `--help` is
 * an error and one after it is not; its words for what is wrong.
 *
 * @param argv Without the program's own two words.
 */
export function parseArguments(argv: readonly string[]): Command {
  if (argv.length === 0) return { kind: 'usage-error' };
  // Not strict: its own checks would come in another order and in other words.
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const given = new Map<OptionName, string>();
  const paths: Settings['paths'][number][] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (token.value === '') return wrong("a value is required for '[PATH]...' but none was supplied");
      paths.push({ text: token.value, index: token.index });
    }
    if (token.kind !== 'option') continue;
    if (!isOption(token.name)) return wrong(unexpected(token.rawName));
    const problem = problemOf(token.name, token.value, token.inlineValue === true, given);
    if (problem !== undefined) return wrong(problem);
    if (token.name === 'help' || token.name === 'version') return { kind: token.name };
    given.set(token.name, token.value ?? '');
  }
  return settle(given, paths);
}

/** What is wrong with one option where it stands. */
function problemOf(name: OptionName, value: string | undefined, inline: boolean, given: Given): string | undefined {
  if (options[name].type === 'boolean') {
    if (value !== undefined) return `unexpected value '${value}' for '--${name}' found; no more were expected`;
  } else if (value === undefined || (!inline && value === '--')) {
    return `a value is required for '${spell(name)}' but none was supplied`;
  } else if (!inline && value.startsWith('-') && value !== '-') {
    return unexpected(value);
  }
  return given.has(name) ? `the argument '${spell(name)}' cannot be used multiple times` : undefined;
}

/** What the arguments mean together. */
function settle(given: Given, paths: Settings['paths']): Command {
  const conflict = conflicts.find((names) => names.every((name) => given.has(name)));
  if (conflict) return wrong(`the argument '${spell(conflict[0])}' cannot be used with '${spell(conflict[1])}'`);
  const mode = predictionMode(given.get('prediction-mode') ?? 'high-confidence');
  if (mode === undefined) {
    return wrong(invalid(given, 'prediction-mode', 'high-confidence, medium-confidence, best-guess'));
  }
  if ((given.get('fail-on') ?? 'mismatch') !== 'mismatch') return wrong(invalid(given, 'fail-on', 'mismatch'));
  const dashes = paths.filter(({ text }) => text === '-').length;
  // 1, not 2: the reference's parser does not know of this rule, its program does.
  if (dashes > 1) return { kind: 'error', message: 'only one path can be the standard input', status: 1 };
  if (dashes > 0 && given.has('stdin0')) return wrong("the argument '-' cannot be used with '--stdin0'");
  const uncolored = given.has('no-colors') || given.has('compatibility-mode');
  const settings: Settings = {
    paths,
    stdin0: given.has('stdin0'),
    recursive: given.has('recursive'),
    dereference: !given.has('no-dereference'),
    mode,
    output: outputOf(given),
    colors: uncolored ? 'never' : given.has('colors') ? 'always' : 'auto',
    progress: !given.has('no-progress'),
    failOnMismatch: given.has('fail-on'),
  };
  return { kind: 'identify', settings };
}

function outputOf(given: Given): Output {
  if (given.has('json')) return { kind: 'json' };
  if (given.has('jsonl')) return { kind: 'jsonl' };
  const what = given.has('mime-type') ? '%m' : given.has('label') ? '%l' : '%d (%g)';
  const line = `%p: ${what}%b${given.has('output-score') ? ' %S' : ''}`;
  return { kind: 'line', template: given.get('format') ?? line };
}

function predictionMode(word: string): PredictionMode | undefined {
  // The reference's command lines write hyphens, its library underscores: both are understood.
  const mode = word.replaceAll('-', '_');
  return mode === 'high_confidence' || mode === 'medium_confidence' || mode === 'best_guess' ? mode : undefined;
}

function isOption(name: string): name is OptionName {
  return Object.hasOwn(options, name);
}

/** An option as messages name it: `--json`, `--format <CUSTOM>`. */
function spell(name: OptionName | undefined): string {
  if (name === undefined) return '';
  const option = options[name];
  return 'value' in option ? `--${name} <${option.value}>` : `--${name}`;
}

function unexpected(argument: string): string {
  return `unexpected argument '${argument}' found\n\n  tip: to pass '${argument}' as a value, use '-- ${argument}'`;
}

function invalid(given: Given, name: OptionName, values: string): string {
  return `invalid value '${given.get(name)}' for '${spell(name)}'\n  [possible values: ${values}]`;
}

function wrong(message: string): Command {
  return { kind: 'error', message, status: 2 };
}
