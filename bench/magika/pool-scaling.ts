/** What a second worker gains: the same files through one thread of Node and through two, in turn. */
import { readFileSync } from 'node:fs';
import { createRuntime } from '@nearside/core';
import { Magika } from '@nearside/magika';
import type { Report } from '../lib/report.ts';

/** Files in flight: enough for both workers. */
const concurrency = 32;

/**
 * Measures `pool_scaling_2`. The files are in memory: reading is not what is measured.
 *
 * @throws Error when a file is not answered.
 */
export async function measurePoolScaling(report: Report, rounds: number, paths: string[]): Promise<void> {
  const files = paths.map((path) => new Blob([readFileSync(path)]));
  const pools = await Promise.all(
    [1, 2].map((workers) => Magika.create({ runtime: createRuntime({ worker: 'thread' }), workers })),
  );
  try {
    const [one = [], two = []] = [[], []] as number[][];
    // Once unmeasured: the second worker starts on demand, and both are compiled.
    for (const pool of pools) await run(pool, files);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, pool] of pools.entries()) (index === 0 ? one : two).push(await run(pool, files));
    }
    const what = `${files.length} files in threads of Node`;
    report.row(what, 'one worker', 'ms', one);
    report.row(what, 'two workers', 'ms', two);
    report.ratio('pool_scaling_2', what, 'one worker', one, two);
  } finally {
    for (const pool of pools) pool.destroy();
  }
}

async function run(magika: Magika, files: Blob[]): Promise<number> {
  const startMs = performance.now();
  for await (const { error } of magika.identifyAll(files, { concurrency })) if (error) throw error;
  return performance.now() - startMs;
}
