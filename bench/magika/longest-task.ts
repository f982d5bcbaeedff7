/** Reads a trace of Chromium. */

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  dur?: number;
  args?: { name?: string };
}

/**
 * The longest task of a page's main thread, in ms.
 *
 * @param trace As Chromium writes it, with the category `toplevel`.
 * @throws Error when it holds no task of a main thread.
 */
export function longestMainThreadTaskMs(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const key = ({ pid, tid }: TraceEvent): string => `${pid}:${tid}`;
  const mainThreads = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(key),
  );
  const tasks = traceEvents.filter((event) => event.name.endsWith('RunTask') && mainThreads.has(key(event)));
  if (tasks.length === 0) throw new Error('the trace holds no task of a main thread');
  return tasks.reduce((max, { dur = 0 }) => Math.max(max, dur), 0) / 1000;
}
