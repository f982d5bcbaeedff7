/**
 * `npm run soak [-- --minutes N --seed S --json FILE]`: loads, runs, aborts, destroys and kills in an order that a printed
 * seed repeats, and looks between them whether memory and handles stay flat. The last line is the summary.
 */
import { parseArgs } from 'node:util';
import { writeOutcome } from '../../tools/lib/outcome.ts';
import type { FaultRow } from './harness/row.ts';
import { RequestLog, runRow, SharedBrowsers } from './harness/run-row.ts';
import { numbersBelow } from '../../tools/lib/seeded.ts';
import { judge } from './soak/judge.ts';
import { look, type Look } from './soak/look.ts';
import { chooseStep, expectedOutcomes } from './soak/steps.ts';

const { values: options } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' }, json: { type: 'string' } },
});
const minutes = Number(options.minutes);
const seed = options.seed === undefined ? Date.now() % 1_000_000 : Number(options.seed);
if (!(minutes > 0) || !Number.isInteger(seed))
  throw new Error('--minutes N is a number above 0, --seed S a whole number');
console.error(`nearside: soak of ${minutes} min, seed ${seed}`);

const looks: Look[] = [];
const counts = new Map<string, number>();
const outcomes = new Map<string, number>();
const unexpected: string[] = [];
let stepCount = 0;
const add = (map: Map<string, number>, name: string, count: number) => map.set(name, (map.get(name) ?? 0) + count);

const soak: FaultRow = {
  id: 'soak',
  title: `${minutes} minutes, seed ${seed}`,
  injected: 'loads, runs, aborts, destroys and kills in random order',
  inEveryTest: false,
  async run(fault) {
    const opened = await fault.open({ ownBrowser: true });
    const { page, context, problems } = opened;
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    const below = numbersBelow(seed);
    const startMs = performance.now();
    const minute = () => (performance.now() - startMs) / 60_000;
    const lookEvery = Math.min(1, minutes / 20);
    looks.push(await look(opened, session, { minute: 0, steps: 0 }));
    for (let lookAt = lookEvery; minute() < minutes;) {
      const step = chooseStep(below);
      const seen = await step.run(opened, below);
      stepCount += 1;
      add(counts, step.name, 1);
      for (const [outcome, count] of Object.entries(seen)) {
        add(outcomes, outcome, count);
        if (!expectedOutcomes.has(outcome)) unexpected.push(`step ${stepCount}, ${step.name}: ${outcome}`);
      }
      if (minute() < lookAt) continue;
      // Nothing of it may stand in the way of a healthy call.
      if ((await page.evaluate(() => faults.healthy())) !== 'healthy')
        unexpected.push(`step ${stepCount}: not healthy`);
      const seenNow = await look(opened, session, { minute: minute(), steps: stepCount });
      looks.push(seenNow);
      lookAt = minute() + lookEvery;
      const { memoryMib, heapMib, workers, locks, handles } = seenNow;
      console.error(
        `nearside: ${seenNow.minute.toFixed(1)} min, ${stepCount} steps: ${memoryMib.toFixed(0)} MiB, heap ${heapMib.toFixed(1)} MiB, ` +
          `${workers} workers, ${locks} locks, ${handles} handles`,
      );
    }
    for (const problem of problems) if (!problem.includes('onnxruntime')) unexpected.push(`page: ${problem}`);
  },
};

const browsers = new SharedBrowsers();
const limitMs = minutes * 60_000 + 180_000;
const { error } = await runRow(soak, { browsers, log: new RequestLog(), patience: 1, limitMs });
await browsers.close();
const { complaints, ...growth } = judge(looks);
const last = looks.at(-1);
const figures = {
  minutes,
  seed,
  steps: stepCount,
  calls_settled: [...outcomes.values()].reduce((sum, count) => sum + count, 0),
  unexpected: unexpected.length,
  memory_growth_mib: growth.memoryGrowthMib,
  heap_growth_mib: growth.heapGrowthMib,
  handle_growth: growth.handleGrowth,
  memory_mib_last: last?.memoryMib ?? null,
};
const failures = [...(error ? [error.message] : []), ...unexpected, ...complaints];
const notes = [
  `steps: ${[...counts].map(([name, count]) => `${name} ${count}`).join(', ')}`,
  `outcomes: ${[...outcomes].map(([name, count]) => `${name} ${count}`).join(', ')}`,
  ...failures,
];
for (const note of notes.slice(0, 30)) console.log(note);
for (const [name, value] of Object.entries(figures)) console.log(`${name} ${value}`);
writeOutcome(options.json, { suite: 'soak', figures, rows: looks, notes });
console.log(
  `soak: ${stepCount} steps in ${minutes} min, seed ${seed}, memory ${growth.memoryGrowthMib.toFixed(1)} MiB, ` +
    `handles ${growth.handleGrowth}: ${failures.length === 0 ? 'flat' : `${failures.length} failed`}`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
