import { readFileSync } from 'node:fs';
import { parseArguments } from './cli/arguments.ts';
import { usage } from './cli/usage.ts';

/**
 * Runs the command line.
 *
 * @param argv Without the program's own two words.
 * @returns The exit status: 0, 1 or 2.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const command = parseArguments(argv);
  switch (command.kind) {
    case 'help':
      process.stdout.write(usage);
      return 0;
    case 'version':
      process.stdout.write(`nearside-magika ${packageVersion()} standard_v3_3\n`);
      return 0;
    case 'usage-error':
      process.stderr.write(usage);
      return 2;
    case 'error':
      process.stderr.write(`error: ${command.message}\n\nFor more information, try '--help'.\n`);
      return command.status;
    case 'identify':
      return await identify(command.settings, argv);
    default:
      return command satisfies never;
  }
}

async function identify(...[settings, argv]: Parameters<Run>): Promise<number> {
  // Only now: help and wrong arguments need none of it.
  const { run } = await import('./cli/run.ts');
  try {
    return await run(settings, argv);
  } catch (error) {
    const { message, hint } = error as Error & { hint?: string };
    process.stderr.write(`nearside-magika: ${message}${hint === undefined ? '' : `\n${hint}`}\n`);
    return 1;
  }
}

type Run = typeof import('./cli/run.ts').run;

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
