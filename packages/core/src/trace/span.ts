/** What is known of a piece of work beside its name and time. All optional. */
export interface SpanDetails {
  /** Name of the task it was done for. */
  readonly task?: string;
  /** Bytes that it moved. */
  readonly bytes?: number;
  /** Name of the provider that did it. */
  readonly provider?: string;
  /** What it failed with, in one sentence. */
  readonly error?: string;
  /** Anything else: the method, the file, the tab. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

/** A piece of work that is over: plain data. */
export interface Span extends SpanDetails {
  /** `worker-start`, `select`, `fetch`, `store-read`, `verify`, `compile`, `golden`, `call`, or a task's own. */
  readonly name: string;
  /** When it began, milliseconds since 1970 by the clock of the page: worker and page agree. */
  readonly startMs: number;
  /** How long it took, milliseconds. */
  readonly durationMs: number;
  /** Where it was done. */
  readonly realm: 'page' | 'worker';
}
