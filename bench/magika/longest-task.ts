/** Reads a trace of Chromium. */

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Wall time in microseconds. */
  dur?: number;
  /** The thread's own CPU time in microseconds. */
  tdur?: number;
  args?: { name?: string };
}

/** The longest task of a page's main thread. */
export interface LongestTask {
  wallMs: number;
  /** Of the task with the most CPU time, which need not be the same one: where cores are scarce, tasks wait. */
  cpuMs: number;
}

/**
 * Finds the longest task of a page's main thread.
 *
 * @param trace As Chromium writes it, with the category `toplevel`.
 * @throws Error when it holds no task of a main thread.
 */
export function findLongestTask(trace: Buffer): LongestTask {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const key = ({ pid, tid }: TraceEvent): string => `${pid}:${tid}`;
  const mainThreads = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(key),
  );
  const tasks = traceEvents.filter((event) => event.name.endsWith('RunTask') && mainThreads.has(key(event)));
  if (tasks.length === 0) throw new Error('the trace holds no task of a main thread');
  const longest = (field: 'dur' | 'tdur'): number =>
    tasks.reduce((max, task) => Math.max(max, task[field] ?? 0), 0) / 1000;
  return { wallMs: longest('dur'), cpuMs: longest('tdur') };
}
