/** What a soak does, a step at a time: each chosen and shaped by the seed, each settling as promised. */
import type { FaultPage } from '../harness/row.ts';
import { killWorkers } from '../harness/workers.ts';

/** A step: its name, and what it does; resolves to the outcomes by name (a code, or `answered`). */
export interface Step {
  readonly name: string;
  /** How often it is chosen, among the others. */
  readonly weight: number;
  readonly run: (opened: FaultPage, below: (limit: number) => number) => Promise<Record<string, number>>;
}

/** Codes that a call may reject with while others kill and destroy: anything else is a failure. */
export const expectedOutcomes: ReadonlySet<string> = new Set([
  'answered',
  'AbortError',
  'busy',
  'destroyed',
  'timeout',
  'worker-failed',
]);

const maxLeases = 4;

/** All of them. */
export const steps: readonly Step[] = [
  {
    name: 'load',
    weight: 4,
    run: ({ page }, below) =>
      page.evaluate(
        async ([most, which]) => {
          const { leases } = faults.soak;
          if (leases.length >= most) return {};
          // Some share a worker with others, some have one of their own.
          const options = faults.tiny([faults.ortWasm], { options: { name: `soak ${which}` } });
          const loading = faults.started(options);
          const { outcomes } = await faults.settleAll([loading]);
          if (outcomes['answered']) leases.push(await loading);
          return outcomes;
        },
        [maxLeases, below(3)] as const,
      ),
  },
  {
    name: 'load and abort',
    weight: 2,
    run: ({ page }, below) =>
      page.evaluate(async (delayMs) => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), delayMs);
        const options = { options: { name: 'soak abort' }, signal: controller.signal };
        const loading = faults.started(faults.tiny([faults.ortWasm], options));
        const settled = faults.settleAll([loading]);
        void loading.then((lease) => lease.release()).catch(() => undefined);
        return (await settled).outcomes;
      }, below(1500)),
  },
  {
    name: 'run',
    weight: 8,
    run: ({ page }, below) =>
      page.evaluate(
        async ([which, count]) => {
          const { leases } = faults.soak;
          const lease = leases[which % leases.length];
          if (!lease) return {};
          const { outcomes } = await faults.settleAll(Array.from({ length: count }, () => faults.runTiny(lease)));
          return outcomes;
        },
        [below(maxLeases), 1 + below(200)] as const,
      ),
  },
  {
    name: 'run and abort',
    weight: 4,
    run: ({ page }, below) =>
      page.evaluate(
        async ([which, count, delayMs]) => {
          const { leases } = faults.soak;
          const lease = leases[which % leases.length];
          if (!lease) return {};
          const controller = new AbortController();
          setTimeout(() => controller.abort(), delayMs);
          const { signal } = controller;
          const calls = Array.from({ length: count }, () => lease.call('wait', undefined, { signal }));
          return (await faults.settleAll(calls)).outcomes;
        },
        [below(maxLeases), 1 + below(20), below(200)] as const,
      ),
  },
  {
    name: 'read a part of a stream',
    weight: 2,
    run: ({ page }, below) =>
      page.evaluate(
        async ([which, count]) => {
          const { leases } = faults.soak;
          const lease = leases[which % leases.length];
          if (!lease) return {};
          const reading = (async () => {
            for await (const item of lease.stream('count', 1e9)) if (item >= count) break;
          })();
          return (await faults.settleAll([reading])).outcomes;
        },
        [below(maxLeases), below(300)] as const,
      ),
  },
  {
    name: 'destroy in flight',
    weight: 3,
    run: ({ page }, below) =>
      page.evaluate(
        async ([which, count]) => {
          const { leases } = faults.soak;
          const [lease] = leases.splice(which % Math.max(1, leases.length), 1);
          if (!lease) return {};
          const settled = faults.settleAll(Array.from({ length: count }, () => lease.call('run', [1, 2, 3, 4])));
          lease.release();
          return (await settled).outcomes;
        },
        [below(maxLeases), below(20)] as const,
      ),
  },
  {
    name: 'kill every worker',
    weight: 2,
    async run(opened, below) {
      const calls = opened.page.evaluate(async (count) => {
        const inFlight = faults.soak.leases.flatMap((lease) =>
          Array.from({ length: count }, () => lease.call('run', [1, 2, 3, 4])),
        );
        return inFlight.length > 0 ? (await faults.settleAll(inFlight)).outcomes : {};
      }, below(50));
      await killWorkers(opened.page, 'probe.worker.js');
      return calls;
    },
  },
  {
    name: 'loop past the budget',
    weight: 1,
    run: ({ page }, below) =>
      page.evaluate(async (which) => {
        const { leases } = faults.soak;
        const lease = leases[which % leases.length];
        return lease ? (await faults.settleAll([lease.call('spin', undefined)])).outcomes : {};
      }, below(maxLeases)),
  },
  {
    name: 'identify files',
    weight: 3,
    run: ({ page }, below) =>
      page.evaluate(async (count) => {
        const magika = await faults.Magika.create();
        const text = new Blob(['import os\n\n\ndef main():\n    print(os.getcwd())\n\n\nmain()\n']);
        const { outcomes } = await faults.settleAll(Array.from({ length: count }, () => magika.identify(text)));
        magika.destroy();
        return outcomes;
      }, below(200)),
  },
];

/** Chooses one by the seed. */
export function chooseStep(below: (limit: number) => number): Step {
  let at = below(steps.reduce((sum, { weight }) => sum + weight, 0));
  for (const step of steps) {
    at -= step.weight;
    if (at < 0) return step;
  }
  throw new Error('no step has a weight');
}
