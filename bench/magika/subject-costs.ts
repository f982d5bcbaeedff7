/** What a file costs in Node, ours beside the peers', a process a run, in turn. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NpmPeers } from '../lib/peers.ts';
import type { Report } from '../lib/report.ts';
import { runMeasured } from '../lib/run-measured.ts';
import type { SubjectResult } from './run-subject.ts';
import type { SubjectName } from './subjects/subject.ts';

const program = join(import.meta.dirname, 'run-subject.ts');

/** Peers that run the same model, whose CPU time is set in relation to ours. */
const ratioFigures: Partial<Record<SubjectName, string>> = {
  'onnxruntime-web': 'cpu_ratio_ort_web',
  'onnxruntime-node': 'cpu_ratio_ort_node',
  'magika-npm': 'cpu_ratio_magika_npm',
};

/** What is run. */
export interface SubjectCosts {
  /** Paths, the same for all. */
  files: string[];
  rounds: number;
  peers: NpmPeers | undefined;
  peerModel: string | undefined;
  /** For files of our own. */
  scratch: string;
}

/**
 * Measures ours and every peer that is there; a peer that fails is a missing figure.
 *
 * @returns Our CPU time a file in ms, a value a round.
 * @throws Error when ours fails.
 */
export async function measureSubjects(report: Report, { files, rounds, ...rest }: SubjectCosts): Promise<number[]> {
  const { peers, peerModel, scratch } = rest;
  const list = join(scratch, 'files.json');
  writeFileSync(list, JSON.stringify(files));
  const run = async (name: SubjectName): Promise<SubjectResult> => {
    const { stdout } = await runMeasured(process.execPath, [
      program,
      name,
      peers?.file('') ?? '',
      list,
      peerModel ?? '',
    ]);
    return JSON.parse(stdout) as SubjectResult;
  };

  const names: SubjectName[] = ['onnxruntime-web', 'onnxruntime-node', 'file-type'];
  if (peerModel !== undefined) names.push('magika-npm');
  const results = new Map<SubjectName, SubjectResult[]>([['nearside', []]]);
  if (peers) for (const name of names) results.set(name, []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, runs] of results) {
      try {
        runs.push(await run(name));
      } catch (error) {
        if (name === 'nearside') throw error;
        results.delete(name);
        const figure = ratioFigures[name];
        if (figure !== undefined) report.missing(figure, `${name} failed: ${(error as Error).message}`);
      }
    }
  }

  const ours = results.get('nearside') as SubjectResult[];
  for (const [name, runs] of results) {
    const who = name === 'nearside' ? 'ours' : `${name} ${peers?.version(name.replace('magika-npm', 'magika'))}`;
    const values = (field: Exclude<keyof SubjectResult, 'labels'>): number[] => runs.map((one) => one[field]);
    report.row(
      'CPU time a file',
      who,
      'ms',
      values('cpuMsPerFile'),
      name === 'nearside' ? 'cpu_ms_per_file' : undefined,
    );
    report.row('files a second in Node', who, '1/s', values('filesPerS'));
    report.row('peak memory in Node', who, 'MiB', values('peakRssMib'));
    const figure = ratioFigures[name];
    if (figure === undefined) continue;
    report.ratio(
      figure,
      'CPU time a file',
      who,
      values('cpuMsPerFile'),
      ours.map(({ cpuMsPerFile }) => cpuMsPerFile),
    );
    const differing = ours[0]?.labels.filter((label, index) => label !== runs[0]?.labels[index]).length ?? 0;
    if (differing > 0) report.note(`${name} gives another label on ${differing} of ${files.length} files`);
  }
  return ours.map(({ cpuMsPerFile }) => cpuMsPerFile);
}
