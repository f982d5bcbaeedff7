import type { Capabilities } from '../capabilities.ts';

/** How fast a provider ran a model's golden sample on this device. Plain data, storable. */
export interface Timing {
  /** Id of the model. */
  readonly model: string;
  /** Of the provider. */
  readonly provider: string;
  /** Of the runtime inside the provider: another one is measured again. */
  readonly version: string;
  /** What {@link deviceOf} says: another adapter is measured again. */
  readonly device: string;
  /** Milliseconds of one warm run. */
  readonly runMs: number;
  /** Milliseconds since 1970. */
  readonly measuredAtMs: number;
}

/** Drivers and browsers are updated: what was measured longer ago than this is measured again. 30 days. */
const maxAgeMs = 30 * 24 * 3600 * 1000;
/** A clock that was set back leaves timings of the future; an hour is forgiven. */
const maxAheadMs = 3600 * 1000;
/** Another provider is worth the change where it takes at most this share of the time: less is noise. */
const worthwhile = 0.8;

/**
 * The device as far as speed depends on it.
 *
 * @param capabilities Of the realm where models run.
 */
export function deviceOf({ hardwareConcurrency, wasmThreads, webgpu, webnn }: Capabilities): string {
  const gpu = webgpu.available ? `${webgpu.vendor} ${webgpu.architecture}`.trim() || 'unnamed' : 'none';
  return `${hardwareConcurrency} cores, ${wasmThreads ? 'threads' : 'no threads'}, GPU ${gpu}, WebNN ${webnn.available}`;
}

/** Where a decision is made. */
export interface Here {
  readonly model: string;
  readonly device: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/**
 * The timing that still says something of a provider here.
 *
 * @param provider Its name, and the version of the runtime inside.
 * @param timings All that are remembered.
 * @param here The model, the device and the time.
 */
export function freshTiming(
  { name, version }: { readonly name: string; readonly version: string },
  timings: readonly Timing[],
  { model, device, nowMs }: Here,
): Timing | undefined {
  const fresh = timings.filter(
    (timing) =>
      timing.provider === name &&
      timing.version === version &&
      timing.model === model &&
      timing.device === device &&
      nowMs - timing.measuredAtMs < maxAgeMs &&
      timing.measuredAtMs - nowMs < maxAheadMs,
  );
  return fresh.at(-1);
}

/** An order, and why it is not the caller's. */
export interface Choice<C> {
  readonly order: readonly C[];
  /** One sentence for a person; undefined where the order is the caller's. */
  readonly reason: string | undefined;
}

/**
 * Puts the provider first that was measured to be the fastest. Pure. The caller's order stands unless its first one was
 * measured too, and another one is clearly faster.
 *
 * @param order Candidates that may run, in the caller's order.
 * @param timings All that are remembered.
 * @param here The model, the device and the time.
 */
export function chooseFastest<C extends { readonly name: string; readonly version: string }>(
  order: readonly C[],
  timings: readonly Timing[],
  here: Here,
): Choice<C> {
  const [first] = order;
  const firstTiming = first && freshTiming(first, timings, here);
  if (!firstTiming) return { order, reason: undefined };
  let fastest = { candidate: first, timing: firstTiming };
  for (const candidate of order) {
    const timing = freshTiming(candidate, timings, here);
    if (timing && timing.runMs < fastest.timing.runMs) fastest = { candidate, timing };
  }
  const { candidate, timing } = fastest;
  if (timing.runMs > firstTiming.runMs * worthwhile) return { order, reason: undefined };
  const day = new Date(timing.measuredAtMs).toISOString().slice(0, 10);
  return {
    order: [candidate, ...order.filter((other) => other !== candidate)],
    reason:
      `remembered: ${candidate.name} took ${inMs(timing.runMs)} where ${first.name} took ${inMs(firstTiming.runMs)}, ` +
      `measured ${day}`,
  };
}

function inMs(runMs: number): string {
  return `${Number(runMs.toPrecision(2))} ms`;
}
