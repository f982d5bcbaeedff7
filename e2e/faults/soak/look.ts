/** What is left when nobody holds anything: memory and handles, looked at between steps. */
import type { CDPSession } from 'playwright';
import { browserMemoryMib } from '../../../tools/lib/browser-memory.ts';
import type { FaultPage } from '../harness/row.ts';

/** One look. */
export interface Look {
  readonly minute: number;
  readonly steps: number;
  /** Resident memory of all the browser's processes, in MiB. */
  readonly memoryMib: number;
  /** Live objects of the page's JavaScript, after a collection, in MiB. */
  readonly heapMib: number;
  readonly workers: number;
  /** Web Locks held or waited for. */
  readonly locks: number;
  /** What the page's context keeps alive: workers, ports, channels. */
  readonly handles: number;
}

/** Gives every lease back, waits until the workers are gone, collects, and looks. */
export async function look(
  { page, context }: FaultPage,
  session: CDPSession,
  at: Pick<Look, 'minute' | 'steps'>,
): Promise<Look> {
  await page.evaluate(() => {
    for (const lease of faults.soak.leases.splice(0)) lease.release();
  });
  const gone = () => page.workers().every((worker) => !worker.url().includes('probe'));
  while (!gone()) await page.waitForTimeout(50);
  // Twice: what the first one frees may hold others.
  for (const _ of [1, 2]) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  const locks = await page.evaluate(async () => {
    const { held, pending } = await navigator.locks.query();
    return (held?.length ?? 0) + (pending?.length ?? 0);
  });
  const browser = context.browser();
  return {
    ...at,
    memoryMib: (browser && (await browserMemoryMib(browser))) ?? Number.NaN,
    heapMib: metric('JSHeapUsedSize') / 2 ** 20,
    workers: page.workers().length,
    locks,
    handles: metric('ContextLifecycleStateObservers'),
  };
}
