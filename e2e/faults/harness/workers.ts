/** Ends workers from outside, as a crash or the system does: no event reaches the page. */
import type { Page, Worker } from 'playwright';

/**
 * The youngest worker of a page, waited for where there is none, whose script's name contains a text.
 *
 * @param part Of the script's URL.
 */
export async function workerOf(page: Page, part: string): Promise<Worker> {
  const there = page.workers().findLast((worker) => worker.url().includes(part));
  return there ?? page.waitForEvent('worker', { predicate: (worker) => worker.url().includes(part) });
}

/**
 * Ends every worker whose script's name contains a text, over the debugger.
 *
 * @param part Of the script's URL.
 * @returns How many there were.
 */
export async function killWorkers(page: Page, part: string): Promise<number> {
  const workers = page.workers().filter((worker) => worker.url().includes(part));
  // It never answers: it is gone.
  for (const worker of workers) void worker.evaluate(() => close()).catch(() => undefined);
  await Promise.all(workers.map((worker) => page.workers().includes(worker) && worker.waitForEvent('close')));
  return workers.length;
}
