/** Numbers and words as the page writes them. English, so that a screenshot means the same to everybody. */

const counts = new Intl.NumberFormat('en');

/** `12,345`. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** `1 file`, `2,000 files`. */
export function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `0 bytes`, `512 bytes`, `4.0 KB`, `17.5 MB`: powers of 1,000, as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ['KB', 'MB', 'GB', 'TB'];
  if (bytes < 1000) return plural(bytes, 'byte');
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value.toFixed(value < 100 ? 1 : 0)} ${units[power - 1]}`;
}

/** Three digits; neither 1.000 for what is below 1 nor 0.000 for what is above 0. */
export function formatScore(score: number): string {
  if (score > 0 && score < 0.0005) return '<0.001';
  return (score < 1 ? Math.min(score, 0.999) : score).toFixed(3);
}

/** `3 s`, `2 min 5 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** A mode as a person reads it, in two words: the first alone where there is little room. */
export const modeNames = {
  high_confidence: ['High', 'confidence'],
  medium_confidence: ['Medium', 'confidence'],
  best_guess: ['Best guess', ''],
} as const;

/** `42 %`, never 100 before the end. */
export function formatPercent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.floor((part / whole) * 100)} %`;
}
