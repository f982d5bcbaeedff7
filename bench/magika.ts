/**
 * `npm run bench -- magika [--quick] [--files DIR] [--json FILE] [--peer-model DIR]`: speed and memory beside the
 * peers, in one run, ours and theirs in turn. bench/README.md says what each figure means.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { walk } from '@nearside/magika/node';
import { bringNpmPeers, bringRustCli } from './lib/peers.ts';
import { Report } from './lib/report.ts';
import { measureClis, rustFigures } from './magika/cli-costs.ts';
import { measureColdStart, measureManyFiles } from './magika/page-costs.ts';
import { measurePoolScaling } from './magika/pool-scaling.ts';
import { writeSample } from './magika/sample.ts';
import { measureSubjects } from './magika/subject-costs.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    files: { type: 'string' },
    json: { type: 'string' },
    'peer-model': { type: 'string' },
  },
});

const size = options.quick
  ? { rounds: 2, subjectFiles: 100, cliFiles: 200, pageFiles: 200 }
  : { rounds: 5, subjectFiles: Infinity, cliFiles: 1000, pageFiles: 2000 };

const report = new Report('magika', [
  'cpu_ratio_ort_web',
  'cpu_ratio_ort_node',
  'cpu_ratio_rust_cli',
  'cpu_ratio_magika_npm',
  'cold_start_ratio_ort_web',
  'first_label_ms',
  'wire_bytes',
  'cpu_ms_per_file',
  'files_per_s',
  'pool_scaling_2',
  'page_longest_task_ms',
  'cli_start_ms',
  'cli_wall_ratio_rust',
]);
const scratch = mkdtempSync(join(tmpdir(), 'nearside-bench-'));
try {
  await main();
  report.finish(options.json);
} catch (error) {
  console.error(`nearside: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true });
}

async function main(): Promise<void> {
  const files = options.files === undefined ? writeSample(join(scratch, 'sample')) : await filesBelow(options.files);
  if (files.length === 0) throw new Error(`${options.files} holds no file`);
  const { rounds, subjectFiles, cliFiles, pageFiles } = size;
  if (options.quick) report.note('--quick: few files and rounds, to see that it works; no figures for the record');

  const webFigures = ['cpu_ratio_ort_web', 'cpu_ratio_ort_node', 'cold_start_ratio_ort_web'];
  const peers = bring(webFigures, bringNpmPeers);
  const rust = bring(rustFigures, bringRustCli);
  const peerModel = options['peer-model'] === undefined ? undefined : resolve(options['peer-model']);
  if (peerModel === undefined) {
    report.missing('cpu_ratio_magika_npm', 'npm magika needs a model from its own site: --peer-model DIR');
  }

  let ourCpuMsPerFile: number[] = [];
  await part('the cost of a file', async () => {
    const some = files.slice(0, subjectFiles);
    ourCpuMsPerFile = await measureSubjects(report, { files: some, rounds, peers, peerModel, scratch });
  });
  await part('a second worker', () => measurePoolScaling(report, rounds, exactly(cliFiles, files)));
  await part('the command line', () =>
    measureClis(report, { files: exactly(cliFiles, files), rounds, rust, ourCpuMsPerFile }),
  );
  await part('the way to the first label', () => measureColdStart(report, rounds, peers));
  await part('many files in a page', () => measureManyFiles(report, rounds, files, pageFiles));
}

/** One part that fails does not take the others along. */
async function part(name: string, measure: () => Promise<void>): Promise<void> {
  try {
    await measure();
  } catch (error) {
    report.fail(name, error);
  }
}

function bring<T>(figures: string[], obtain: () => T): T | undefined {
  try {
    return obtain();
  } catch (error) {
    for (const figure of figures) report.missing(figure, `the peer cannot be had: ${(error as Error).message}`);
    return undefined;
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const path of walk(resolve(folder))) {
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) files.push(path);
  }
  return files;
}

/** The list, repeated or cut until it has so many. */
function exactly(count: number, files: string[]): string[] {
  return Array.from({ length: count }, (_, index) => files[index % files.length] as string);
}
