/** Runs a program as a child and measures what it cost. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** What a run cost. */
export interface MeasuredRun {
  stdout: string;
  wallMs: number;
  /** User and system, of the program and what it started; undefined where the system does not tell. */
  cpuMs: number | undefined;
  /** Most resident memory that was seen; undefined where the system does not tell. */
  peakRssMib: number | undefined;
}

/**
 * Runs one program. Nothing else of ours may run as a child at the time: the system sums up the CPU time of children.
 *
 * @throws Error when it ends with another exit code than 0.
 */
export async function runMeasured(executable: string, args: string[]): Promise<MeasuredRun> {
  const cpuBefore = childrenCpuMs();
  const startMs = performance.now();
  const child = spawn(executable, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  let peakRssMib: number | undefined;
  const watch = setInterval(() => (peakRssMib = peakMemoryMib(child.pid) ?? peakRssMib), 20);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    const wallMs = performance.now() - startMs;
    if (code !== 0) throw new Error(`${executable} ended with exit code ${code}`);
    const cpuAfter = childrenCpuMs();
    const cpuMs = cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore;
    return { stdout: Buffer.concat(chunks).toString(), wallMs, cpuMs, peakRssMib };
  } finally {
    clearInterval(watch);
  }
}

/** The most resident memory that a process had so far; Linux only. */
export function peakMemoryMib(pid: number | undefined): number | undefined {
  const kib = /^VmHWM:\s+(\d+) kB/m.exec(readProc(`${pid}/status`) ?? '')?.[1];
  return kib === undefined ? undefined : Number(kib) / 1024;
}

/** CPU time of all children that have ended; Linux only, in steps of 10 ms. */
function childrenCpuMs(): number | undefined {
  // After the name, which may hold anything, come state and ppid …; cutime and cstime are the 14th and 15th there.
  const fields = readProc('self/stat')
    ?.replace(/^.*\) /s, '')
    .split(' ');
  if (!fields) return undefined;
  const ticksPerSecond = 100;
  return ((Number(fields[13]) + Number(fields[14])) * 1000) / ticksPerSecond;
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return undefined;
  }
}
