/**
 * How long a server asks us to wait.
 *
 * A date is compared with the server's own clock where it tells it, since ours may be years off. Where it does not (across
 * origins `Date` is hidden unless the server exposes it) ours has to do.
 *
 * @param headers Of its answer.
 * @param nowMs Our clock, in ms since 1970.
 * @returns Milliseconds, 0 and more; undefined where it does not ask, or in a form that is none.
 * @see RFC 9110, section 10.2.3
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const until = httpDateMs(value);
  if (until === undefined) return undefined;
  return Math.max(0, until - (httpDateMs(headers.get('date') ?? '') ?? nowMs));
}

function httpDateMs(value: string): number | undefined {
  // `Date.parse` takes many forms that are none here, '-1' for one: the three of HTTP all begin with a weekday.
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(value)) return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : ms;
}
