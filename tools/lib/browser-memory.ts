/** How much memory a browser holds, all its processes together. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright';

/**
 * Resident memory of a Chromium's processes: what they allocated, alone or shared between them (then each counts its part, so
 * that a sum means something). Pages of files are left out: those of its program are shared with every other browser on
 * the machine, and would come and go with it.
 *
 * @returns MiB; undefined where the system does not tell (only Linux does).
 */
export async function browserMemoryMib(browser: Browser): Promise<number | undefined> {
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const sizes = processInfo.map(({ id }) => residentKib(id));
    if (sizes.every((size) => size === undefined)) return undefined;
    return sizes.reduce((sum: number, size) => sum + (size ?? 0), 0) / 1024; // one may have ended just now
  } finally {
    await session.detach();
  }
}

function residentKib(pid: number): number | undefined {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const parts = [...rollup.matchAll(/^Pss_(?:Anon|Shmem):\s+(\d+) kB/gm)];
    return parts.length === 0 ? undefined : parts.reduce((sum, [, kib]) => sum + Number(kib), 0);
  } catch {
    return undefined;
  }
}
