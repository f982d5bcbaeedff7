/**
 * `npm run bench -- core [--quick] [--json FILE]`: what the runtime costs beside doing without it, ours and theirs in
 * turn. bench/README.md says what each figure means.
 */
import { parseArgs } from 'node:util';
import { bundleWorkers, measureCalls, measureMemory, measureReads, measureReload } from './core/costs.ts';
import { Report } from './lib/report.ts';

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
});

const size = options.quick
  ? { rounds: 2, calls: 500, readMib: 64, memoryRounds: 1 }
  : { rounds: 5, calls: 3000, readMib: 256, memoryRounds: 3 };

const report = new Report('core', [
  'call_ratio_comlink',
  'store_read_ratio_opfs',
  'reload_to_ready_ms',
  'memory_returned_ratio',
]);
if (options.quick)
  report.note('--quick: few rounds and a smaller file, to see that it works; no figures for the record');
await bundleWorkers();
for (const [name, measure] of [
  ['calls', measureCalls],
  ['reads from the store', measureReads],
  ['reload to ready', measureReload],
  ['memory', measureMemory],
] as const) {
  // One part that fails does not take the others along.
  await measure(report, size).catch((error: unknown) => report.fail(name, error));
}
report.finish(options.json);
