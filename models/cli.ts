/**
 * `npm run models -- obtain NAME…|list|verify|generate [--check] [--json FILE]`. Progress goes to stderr, one summary
 * line last to stdout; the exit code is 0 only when nothing failed. README.md says what each command does.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { generate, isCurrent, writeGenerated } from './generate.ts';
import { listModels } from './list.ts';
import { obtain } from './obtain.ts';
import { defaultLayout, type Layout, readSources } from './source.ts';
import { type Check, verify } from './verify.ts';

/** What a command did. */
interface Outcome {
  readonly rows: readonly object[];
  readonly figures: Readonly<Record<string, number>>;
  readonly summary: string;
}

/**
 * Runs the tool.
 *
 * @param args As after `npm run models --`.
 * @param layout Where it reads and writes.
 * @returns The exit code.
 */
export function main(args: readonly string[], layout: Layout = defaultLayout()): number {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'string' }, check: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [command, ...names] = positionals;
    const { rows, figures, summary } = runCommand(command, names, values.check, layout);
    if (values.json !== undefined) {
      const report = { suite: 'models', figures, rows, environment: environment(), notes: [] };
      writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
    }
    console.log(`models ${command}: ${summary}`);
    return figures['failed'] ? 1 : 0;
  } catch (error) {
    console.error(`models: ${messageOf(error)}`);
    console.log('models: failed');
    return 1;
  }
}

function runCommand(command: string | undefined, names: readonly string[], check: boolean, layout: Layout): Outcome {
  if (command !== 'obtain' && names.length > 0) throw new Error(`${command} takes no names`);
  if (command !== 'generate' && check) throw new Error('--check belongs to generate');
  switch (command) {
    case 'obtain':
      return outcomeOf(obtainAll(names, layout));
    case 'list':
      return list(layout);
    case 'verify':
      return outcomeOf(verify(layout));
    case 'generate':
      return outcomeOf(check ? checkGenerated(layout) : generateAll(layout));
    default:
      throw new Error('usage: obtain NAME…|list|verify|generate [--check] [--json FILE]');
  }
}

function obtainAll(names: readonly string[], layout: Layout): Check[] {
  const sources = readSources(layout);
  const known = sources.map((source) => source.name).join(', ');
  if (names.length === 0) throw new Error(`obtain which model? There are: ${known}`);
  return names.map((what) => {
    const source = sources.find(({ name }) => name === what);
    if (!source) return { what, problem: `is unknown; there are: ${known}` };
    try {
      obtain(source, layout, { log: (line) => console.error(line) });
      return { what };
    } catch (error) {
      return { what, problem: messageOf(error) };
    }
  });
}

function list(layout: Layout): Outcome {
  const rows = listModels(layout);
  for (const { name, bytes, licence, state } of rows) console.log(`${name}  ${bytes} bytes  ${licence}  ${state}`);
  const count = (state: string): number => rows.filter((row) => row.state === state).length;
  const figures = {
    models: rows.length,
    vendored: count('vendored'),
    cached: count('cached'),
    absent: count('absent'),
  };
  const { models, vendored, cached, absent } = figures;
  return { rows, figures, summary: `${models} known: ${vendored} vendored, ${cached} cached, ${absent} absent` };
}

function generateAll(layout: Layout): Check[] {
  return generate(layout).map((file) => {
    if (!isCurrent(file, layout)) writeGenerated(file, layout);
    return { what: file.name };
  });
}

function checkGenerated(layout: Layout): Check[] {
  return generate(layout).map((file) =>
    isCurrent(file, layout) ? { what: file.name } : { what: file.name, problem: 'is stale' },
  );
}

function outcomeOf(checks: readonly Check[]): Outcome {
  for (const { what, problem } of checks)
    console.error(problem === undefined ? `ok  ${what}` : `FAILED  ${what} ${problem}`);
  const failed = checks.filter((check) => check.problem !== undefined).length;
  const passed = checks.length - failed;
  return { rows: checks, figures: { passed, failed }, summary: `${passed} passed, ${failed} failed` };
}

function environment(): object {
  return {
    node: process.versions.node,
    browser: null,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
