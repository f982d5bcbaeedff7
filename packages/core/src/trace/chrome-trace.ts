import type { Span } from './span.ts';

/** One event of a Chrome trace: the beginning or end of a span, or the name of a row. */
export interface ChromeTraceEvent {
  /** Of the span, or `thread_name`. */
  readonly name: string;
  /** Its category. */
  readonly cat: 'nearside';
  /** `b` begins, `e` ends, `M` names. */
  readonly ph: 'b' | 'e' | 'M';
  /** Microseconds since 1970; 0 for a name. */
  readonly ts: number;
  /** All is one process. */
  readonly pid: 1;
  /** 1: the page; 2: its workers. */
  readonly tid: 1 | 2;
  /** The same for the two events of a span. */
  readonly id?: string;
  /** What is known of the span. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** The object form of the Trace Event Format, as chrome://tracing and Perfetto read it. */
export interface ChromeTrace {
  /** How viewers show times. */
  readonly displayTimeUnit: 'ms';
  /** In order of time. */
  readonly traceEvents: readonly ChromeTraceEvent[];
}

/**
 * Puts spans into the form that chrome://tracing and ui.perfetto.dev open: `JSON.stringify` of it is the file. Calls
 * overlap, so each span is a pair of asynchronous events.
 *
 * @param spans In any order.
 * @see Trace Event Format, "Nestable Async Events"
 */
export function toChromeTrace(spans: readonly Span[]): ChromeTrace {
  const traceEvents: ChromeTraceEvent[] = ([1, 2] as const).map((tid) => ({
    name: 'thread_name',
    cat: 'nearside',
    ph: 'M',
    ts: 0,
    pid: 1,
    tid,
    args: { name: tid === 1 ? 'page' : 'workers' },
  }));
  spans.forEach(({ name, startMs, durationMs, realm, attributes, ...details }, index) => {
    const common = { name, cat: 'nearside', pid: 1, tid: realm === 'page' ? 1 : 2, id: String(index) } as const;
    traceEvents.push(
      { ...common, ph: 'b', ts: Math.round(startMs * 1000), args: { ...details, ...attributes } },
      { ...common, ph: 'e', ts: Math.round((startMs + durationMs) * 1000), args: {} },
    );
  });
  return { displayTimeUnit: 'ms', traceEvents: traceEvents.toSorted((one, other) => one.ts - other.ts) };
}
