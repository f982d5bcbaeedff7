import { realm } from '../realm.ts';
import type { Timing } from './choices.ts';

/** Where timings are kept between page loads. Give `createRuntime` one of your own to keep them elsewhere. */
export interface ChoiceMemory {
  /** Everything that is remembered, oldest first. Never throws. */
  read(): readonly Timing[];
  /**
   * Remembers one more. Never throws.
   *
   * @param timing Just measured.
   */
  add(timing: Timing): void;
}

const key = 'nearside-choices';
/** More than any page's models times providers; the oldest go. */
const maxTimings = 64;

/**
 * The page's own memory: its `localStorage`; where it has none (Node, an opaque origin, storage blocked), as long as the
 * page lives.
 */
export function pageMemory(): ChoiceMemory {
  let kept: readonly Timing[] = [];
  const read = (): readonly Timing[] => {
    try {
      const stored = realm.localStorage?.getItem(key);
      return stored ? parse(stored) : kept;
    } catch {
      return kept;
    }
  };
  return {
    read,
    add(timing) {
      // Read again: another tab may have written meanwhile.
      kept = [...read().filter((other) => !isSameSubject(other, timing)), timing].slice(-maxTimings);
      try {
        realm.localStorage?.setItem(key, JSON.stringify(kept));
      } catch {
        // Full or blocked: this page remembers it, the next one measures again.
      }
    },
  };
}

/** Written by an earlier release, or by anybody on the page's origin: only what is a timing counts. */
function parse(text: string): readonly Timing[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.filter(isTiming).slice(-maxTimings) : [];
}

function isTiming(value: unknown): value is Timing {
  if (typeof value !== 'object' || value === null) return false;
  const { model, provider, version, device, runMs, measuredAtMs } = value as Partial<Record<keyof Timing, unknown>>;
  return (
    [model, provider, version, device].every((word) => typeof word === 'string') &&
    [runMs, measuredAtMs].every((figure) => Number.isFinite(figure))
  );
}

function isSameSubject(one: Timing, other: Timing): boolean {
  return (['model', 'provider', 'version', 'device'] as const).every((name) => one[name] === other[name]);
}
