import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf } from '@nearside/core';
import packageJson from '../package.json' with { type: 'json' };
import { jsonValue, textLine, type OutputFormat } from './cli/output.ts';
import type { PredictionMode } from './decide.ts';
import { Magika } from './magika.ts';
import { identifyPath, type PathIdentification } from './node/identify-path.ts';
import { walk } from './node/walk.ts';

const usage = `Tells what files are, from their content.

Usage: nearside-magika [options] PATH…

PATH is a file or a directory; - reads standard input.

  -r, --recursive          the files within directories instead of the directories themselves
      --no-dereference     symbolic links as such, instead of what they lead to
      --json               a JSON array
      --jsonl              a JSON object a line
  -m, --prediction-mode M  high-confidence (default), medium-confidence or best-guess
  -h, --help
  -V, --version

Exit status: 0 when every path was identified, 1 when one could not be read, 2 for wrong arguments.
`;

interface CliArguments {
  readonly paths: readonly string[];
  readonly format: OutputFormat;
  readonly mode: PredictionMode;
  readonly recursive: boolean;
  readonly dereference: boolean;
}

/**
 * Runs the command line.
 *
 * @param argv Without the program's own two words.
 * @returns The exit status: 0, 1 or 2.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const parsed = parse(argv);
  if (typeof parsed === 'string') {
    process.stdout.write(parsed);
    return 0;
  }
  if (parsed instanceof Error) {
    process.stderr.write(`nearside-magika: ${parsed.message}\nTry 'nearside-magika --help'.\n`);
    return 2;
  }
  const magika = await Magika.create();
  try {
    return await print(identify(magika, parsed), parsed.format);
  } finally {
    magika.destroy();
  }
}

/** What to do; a text to print instead; or what is wrong. */
function parse(argv: readonly string[]): CliArguments | string | Error {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        recursive: { type: 'boolean', short: 'r', default: false },
        'no-dereference': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        jsonl: { type: 'boolean', default: false },
        'prediction-mode': { type: 'string', short: 'm', default: 'high-confidence' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'V' },
      },
    });
    if (values.help) return usage;
    if (values.version) return `nearside-magika ${packageJson.version} (model standard_v3_3)\n`;
    if (positionals.length === 0) return new Error('no path was given');
    if (positionals.filter((path) => path === '-').length > 1) return new Error('standard input can be read only once');
    if (values.json && values.jsonl) return new Error('--json and --jsonl cannot be used together');
    return {
      paths: positionals,
      format: values.json ? 'json' : values.jsonl ? 'jsonl' : 'text',
      mode: predictionMode(values['prediction-mode']),
      recursive: values.recursive,
      dereference: !values['no-dereference'],
    };
  } catch (error) {
    return new Error(messageOf(error), { cause: error });
  }
}

function predictionMode(word: string): PredictionMode {
  // The reference's command lines write hyphens, its library underscores: both are understood.
  const mode = word.replaceAll('-', '_');
  if (mode === 'high_confidence' || mode === 'medium_confidence' || mode === 'best_guess') return mode;
  throw new Error(`no prediction mode '${word}': it is high-confidence, medium-confidence or best-guess`);
}

async function* identify(
  magika: Magika,
  { paths, mode, recursive, dereference }: CliArguments,
): AsyncGenerator<PathIdentification> {
  for (const path of paths) {
    if (path === '-') {
      yield {
        path,
        status: 'ok',
        result: await magika.identify(createReadStream('', { fd: 0, autoClose: false }), { mode }),
      };
      continue;
    }
    const found = recursive ? walk(path) : [path];
    for await (const file of found) yield await identifyPath(magika, file, { mode, dereference });
  }
}

async function print(found: AsyncIterable<PathIdentification>, format: OutputFormat): Promise<number> {
  const values: object[] = [];
  let status = 0;
  for await (const one of found) {
    if (one.status !== 'ok') status = 1;
    if (format === 'json') values.push(jsonValue(one));
    else process.stdout.write(`${format === 'jsonl' ? JSON.stringify(jsonValue(one)) : textLine(one)}\n`);
  }
  if (format === 'json') process.stdout.write(`${JSON.stringify(values, null, 2)}\n`);
  return status;
}
