/** The command lines, ours and the reference's in Rust, in turn. */
import { join } from 'node:path';
import { root } from '../../tools/lib/workspace.ts';
import type { Report } from '../lib/report.ts';
import { runMeasured, type MeasuredRun } from '../lib/run-measured.ts';

const ourCli = join(root, 'packages', 'magika', 'bin', 'nearside-magika.js');

/** Figures that need the Rust executable. */
export const rustFigures = ['cpu_ratio_rust_cli', 'cli_wall_ratio_rust'];

/** What is run. */
export interface CliCosts {
  /** Paths, the same for both. */
  files: string[];
  rounds: number;
  /** The Rust executable; undefined where it cannot be had. */
  rust: string | undefined;
  /** Our CPU time a file in ms, by round, as measured in one process. */
  ourCpuMsPerFile: number[];
}

/**
 * Measures start (one file) and a whole run.
 *
 * @throws Error when ours fails.
 */
export async function measureClis(report: Report, { files, rounds, rust, ourCpuMsPerFile }: CliCosts): Promise<void> {
  const runs = { ourStart: [], rustStart: [], ours: [], rust: [] } as Record<string, MeasuredRun[]>;
  const one = files.slice(0, 1);
  const runOurs = (paths: string[]): Promise<MeasuredRun> =>
    runMeasured(process.execPath, [ourCli, '--jsonl', ...paths]);
  let peer = rust;
  const runRust = async (runsOfIt: MeasuredRun[] | undefined, paths: string[]): Promise<void> => {
    if (peer === undefined) return;
    try {
      runsOfIt?.push(await runMeasured(peer, ['--jsonl', ...paths]));
    } catch (error) {
      peer = undefined;
      for (const figure of rustFigures) report.missing(figure, (error as Error).message);
    }
  };
  for (let round = 0; round < rounds; round += 1) {
    runs['ourStart']?.push(await runOurs(one));
    await runRust(runs['rustStart'], one);
    runs['ours']?.push(await runOurs(files));
    await runRust(runs['rust'], files);
  }

  const what = `command line, ${files.length} files`;
  report.row('command line, one file', 'ours', 'ms', wall(runs['ourStart']), 'cli_start_ms');
  report.row(what, 'ours', 'ms', wall(runs['ours']));
  memoryRow(report, what, 'ours', runs['ours']);
  if (peer === undefined) return;

  const who = 'magika 1.0.3 (Rust)';
  report.row('command line, one file', who, 'ms', wall(runs['rustStart']));
  report.row(what, who, 'ms', wall(runs['rust']));
  memoryRow(report, what, who, runs['rust']);
  report.ratio('cli_wall_ratio_rust', what, who, wall(runs['rust']), wall(runs['ours']));

  // Its start, with loading the model, is not the cost of a file: one file's run is taken off.
  const cpu = runs['rust']?.map(({ cpuMs = Number.NaN }, round) => {
    const start = runs['rustStart']?.[round]?.cpuMs ?? Number.NaN;
    return (cpuMs - start) / (files.length - 1);
  });
  if (!cpu?.every(Number.isFinite)) {
    report.missing('cpu_ratio_rust_cli', 'this system does not tell the CPU time of children');
    return;
  }
  report.row('CPU time a file', who, 'ms', cpu);
  report.ratio('cpu_ratio_rust_cli', 'CPU time a file', who, cpu, ourCpuMsPerFile);
}

function wall(runs: MeasuredRun[] = []): number[] {
  return runs.map(({ wallMs }) => wallMs);
}

function memoryRow(report: Report, what: string, who: string, runs: MeasuredRun[] = []): void {
  const seen = runs.flatMap(({ peakRssMib }) => peakRssMib ?? []);
  if (seen.length > 0) report.row(`peak memory, ${what}`, who, 'MiB', seen);
}
