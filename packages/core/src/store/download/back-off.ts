/** How often a chunk is asked for at one source before the next one is tried. */
export const maxAttempts = 6;
/** The longest first wait; each further one may be twice as long. */
export const firstDelayMs = 500;
/** The longest wait of all. */
export const maxDelayMs = 20_000;

/**
 * How long to wait before another attempt: exponential with full jitter, so that many pages that lost the same server do
 * not come back together.
 *
 * @param attempt The one that failed, from 1.
 * @param random Uniform in [0, 1).
 * @returns Milliseconds.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backOffMs(attempt: number, random: number): number {
  return Math.floor(random * Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1)));
}
