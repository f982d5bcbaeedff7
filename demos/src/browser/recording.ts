import { toChromeTrace, type ChromeTrace, type Span } from '@nearside/core';
import type { Site } from '../state/site.ts';

/** Steps that are kept: a scan of 100,000 files must not fill the memory. */
const maxSpans = 50_000;

/** Records what the models do, from a press of a button to the next. It goes on while other pages are shown. */
export class Recording {
  readonly #site: Site;
  #spans: Span[] = [];
  #end: (() => void) | undefined;
  #isDrawing = false;

  /** @param site Whose runtime is listened to; its `recorded` shows how many steps there are. */
  constructor(site: Site) {
    this.#site = site;
  }

  /** Begins, with nothing recorded. */
  start(): void {
    this.#spans = [];
    this.#site.recorded.value = 0;
    this.#end ??= this.#site.runtime.on('span', (span) => {
      if (this.#spans.length < maxSpans) this.#spans.push(span);
      // Thousands come in a second: once a frame is enough for a figure.
      if (this.#isDrawing) return;
      this.#isDrawing = true;
      requestAnimationFrame(() => {
        this.#isDrawing = false;
        if (this.#end) this.#site.recorded.value = this.#spans.length;
      });
    });
  }

  /** Ends. */
  stop(): ChromeTrace {
    this.#end?.();
    this.#end = undefined;
    this.#site.recorded.value = undefined;
    const spans = this.#spans;
    this.#spans = [];
    return toChromeTrace(spans);
  }

  /** Whether it is full: what comes is not kept. */
  get isFull(): boolean {
    return this.#spans.length >= maxSpans;
  }
}

const recordings = new WeakMap<Site, Recording>();

/** The one of a site. */
export function recordingOf(site: Site): Recording {
  const recording = recordings.get(site) ?? new Recording(site);
  recordings.set(site, recording);
  return recording;
}
