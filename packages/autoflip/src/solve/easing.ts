/**
 * Slow at both ends, quadratic.
 *
 * @param t 0…1.
 */
export function easeInOutQuad(t: number): number {
  return t < 0.5 ? 2 * t * t : 1 - 2 * (1 - t) ** 2;
}

/**
 * Between two numbers.
 *
 * @param from At 0.
 * @param to At 1.
 * @param part 0…1.
 */
export function mix(from: number, to: number, part: number): number {
  return from * (1 - part) + to * part;
}
