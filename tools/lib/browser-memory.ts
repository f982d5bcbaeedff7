/** How much memory a browser holds, all its processes together. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright';

/**
 * Resident memory of a Chromium's processes. Pages that processes share are counted once a process that has them, in parts
 * (the proportional set size), so that a sum means something.
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
    const size = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return size === undefined ? undefined : Number(size);
  } catch {
    return undefined;
  }
}
