/**
 * `npm run conformance -- magika --files DIR --expected FILE [--provider P] [--host H] [--limit N] [--out FILE]
 * [--json FILE]`: our answers against the reference's, for every line of FILE in all three modes. A check is one answer
 * (a file in one mode, all its fields) or one digest of the model's input; the last line counts them.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeOutcome } from '../../tools/lib/outcome.ts';
import { modes, readReference, toAnswer, type FileResult, type ReferenceLine } from './magika/answers.ts';
import { compareAnswers, compareFeatures, hasFailed, summarize, type Graph, type Verdict } from './magika/compare.ts';
import { hostNames, providerNames, startHost } from './magika/hosts.ts';

const { values: options } = parseArgs({
  options: {
    files: { type: 'string' },
    expected: { type: 'string' },
    provider: { type: 'string', default: 'ort-wasm' },
    host: { type: 'string' },
    limit: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'string' },
  },
});

/** One difference, as the JSON file lists it. */
interface DifferenceRow {
  path: string;
  mode: string | null;
  field: string;
  ours: unknown;
  reference: unknown;
  counted_as: 'failed' | 'near_threshold' | 'reported';
}

const softwareAdapterLimit = 8; // a software adapter takes 5 s a file
const filesPerCall = 8;

try {
  await main();
} catch (error) {
  console.error(`nearside: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const provider = oneOf('provider', options.provider, providerNames);
  const hostName = oneOf('host', options.host ?? (provider === 'ort-webgpu' ? 'chromium' : 'node'), hostNames);
  const graph: Graph = provider.startsWith('ort-') ? 'original' : 'rewritten';
  const folder = resolve(required('files', options.files));
  const limit = readLimit(options.limit, provider === 'ort-webgpu' ? softwareAdapterLimit : Infinity);
  const lines = readReference(resolve(required('expected', options.expected))).slice(0, limit);

  console.error(`nearside: ${lines.length} files with ${provider} on ${hostName}`);
  const host = await startHost(hostName, provider, folder);
  const { golden, provider: running } = host.explanation;
  console.error(`nearside: ${running.name} ${running.version} on ${host.name}`);
  const out = options.out === undefined ? undefined : openSync(options.out, 'w');
  const verdicts: Verdict[] = [];
  const rows: DifferenceRow[] = [];
  try {
    for (let start = 0; start < lines.length; start += filesPerCall) {
      const some = lines.slice(start, start + filesPerCall);
      const results = await host.identify(some.map(({ path }) => path));
      for (const [index, line] of some.entries()) {
        const result = results[index] as FileResult;
        if (out !== undefined) writeSync(out, outputLines(line, result));
        for (const { mode, verdict } of checkFile(line, result, graph)) {
          verdicts.push(verdict);
          rows.push(...report(line.path, mode, verdict, result.error));
        }
      }
      const done = start + some.length;
      if (done === lines.length || done % 200 < filesPerCall)
        console.error(`nearside: ${done} of ${lines.length} files`);
    }
  } finally {
    if (out !== undefined) closeSync(out);
    await host.close();
  }

  const figures = summarize(lines.length, verdicts);
  const notes = [
    `${running.name} ${running.version} on ${host.name}; golden sample off by ${golden.maxDifference}`,
    'a check is one answer (a file in one mode, all its fields) or one digest of the model input',
  ];
  writeOutcome(options.json, { suite: 'magika', figures, rows, notes });
  console.log(`magika, ${provider} on ${hostName}: ${figures['passed']} passed, ${figures['failed']} failed`);
  process.exitCode = figures['failed'] === 0 ? 0 : 1;
}

function checkFile(line: ReferenceLine, result: FileResult, graph: Graph): { mode: string | null; verdict: Verdict }[] {
  const features = compareFeatures(result.featuresSha256, line.features_sha256_i32le);
  return [
    ...modes.map((mode) => ({ mode, verdict: compareAnswers(toAnswer(result, mode), line[mode], mode, graph) })),
    ...(features ? [{ mode: null, verdict: features }] : []),
  ];
}

function report(path: string, mode: string | null, verdict: Verdict, error: string | undefined): DifferenceRow[] {
  if (hasFailed(verdict)) {
    const what = verdict.differences.map(
      ({ field, ours, reference }) => `${field} ${show(ours)}, not ${show(reference)}`,
    );
    console.error(
      `FAILED: ${path} ${mode ?? 'features'}: ${what.join('; ')}${error === undefined ? '' : ` (${error})`}`,
    );
  }
  return verdict.differences.map(({ field, ours, reference, fails }) => {
    const counted = !fails ? 'reported' : verdict.nearThreshold ? 'near_threshold' : 'failed';
    return { path, mode, field, ours: ours ?? null, reference: reference ?? null, counted_as: counted };
  });
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'absent';
}

function outputLines(line: ReferenceLine, result: FileResult): string {
  // Where the reference never made the model's input, it has no digest to be compared with.
  const digest = line.features_sha256_i32le === null ? null : result.featuresSha256;
  return modes
    .map((mode) => {
      const answer = { path: line.path, mode, ...toAnswer(result, mode), features_sha256_i32le: digest };
      return `${JSON.stringify(answer)}\n`;
    })
    .join('');
}

function required(name: string, value: string | undefined): string {
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}

function oneOf<T extends string>(name: string, value: string, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new Error(`--${name} ${value} is none of ${known.join(', ')}`);
  return found;
}

function readLimit(value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1) throw new Error(`--limit ${value} is no count of files`);
  return limit;
}
