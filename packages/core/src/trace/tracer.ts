import { messageOf } from '../errors.ts';
import type { Span, SpanDetails } from './span.ts';

/** A piece of work under way. */
export interface OpenSpan {
  /**
   * It is over. Only the first time counts.
   *
   * @param details Known only now; beside those it was opened with.
   */
  end(details?: SpanDetails): void;
}

// Of the realm, and empty until somebody asks: a worker has one client, and a page sees what all its runtimes do.
const listeners = new Set<(span: Span) => void>();
const watchers = new Set<(on: boolean) => void>();

/** The span of work that nobody listens to: nothing is measured. */
export const noSpan: OpenSpan = { end: () => undefined };

/**
 * Hears of every span that ends in this realm, or in a worker that it started.
 *
 * @param listener Must not throw.
 * @returns Ends it.
 */
export function onSpan(listener: (span: Span) => void): () => void {
  // A function of its own: one listener may be given twice.
  const own = (span: Span) => listener(span);
  listeners.add(own);
  if (listeners.size === 1) for (const watcher of watchers) watcher(true);
  return () => {
    if (listeners.delete(own) && listeners.size === 0) for (const watcher of watchers) watcher(false);
  };
}

/**
 * Told whether anybody listens: at once, and whenever it changes.
 *
 * @param watcher Tells a worker, say.
 * @returns Ends it.
 */
export function onTracing(watcher: (on: boolean) => void): () => void {
  watchers.add(watcher);
  if (listeners.size > 0) watcher(true);
  return () => void watchers.delete(watcher);
}

/** Whether anybody listens: where even the details of a span would cost too much. */
export function isTracing(): boolean {
  return listeners.size > 0;
}

/** @param span From a worker, or just ended here. */
export function emitSpan(span: Span): void {
  for (const listener of listeners) listener(span);
}

/**
 * Opens a span. Costs one branch when nobody listens.
 *
 * @param name Of {@link Span.name}.
 * @param details What is known already.
 */
export function startSpan(name: string, details: SpanDetails = {}): OpenSpan {
  if (!isTracing()) return noSpan;
  const startMs = performance.timeOrigin + performance.now();
  let isOpen = true;
  return {
    end(late) {
      if (!isOpen) return;
      isOpen = false;
      const durationMs = performance.timeOrigin + performance.now() - startMs;
      const attributes = { ...details.attributes, ...late?.attributes };
      emitSpan({
        name,
        startMs,
        durationMs,
        realm: 'page',
        ...details,
        ...late,
        ...(Object.keys(attributes).length > 0 && { attributes }),
      });
    },
  };
}

/**
 * A span around a piece of work, ended however that ends.
 *
 * @param name Of {@link Span.name}.
 * @param details What is known already.
 * @param work Done at once.
 * @throws What the work throws.
 */
export async function traced<T>(name: string, details: SpanDetails, work: () => Promise<T>): Promise<T> {
  const span = startSpan(name, details);
  try {
    const value = await work();
    span.end();
    return value;
  } catch (error) {
    span.end({ error: messageOf(error) });
    throw error;
  }
}
