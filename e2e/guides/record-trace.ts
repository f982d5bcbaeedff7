// The code of docs/tracing.md; offline.e2e.ts runs it in a page.
import { toChromeTrace, type Runtime, type Span } from '@nearside/core';

/** Runs some work, and gives what Nearside did meanwhile as a file for ui.perfetto.dev or chrome://tracing. */
export async function recordTrace(runtime: Runtime, work: () => Promise<unknown>): Promise<Blob> {
  const spans: Span[] = [];
  const stop = runtime.on('span', (span) => spans.push(span));
  try {
    await work();
  } finally {
    stop();
  }
  return new Blob([JSON.stringify(toChromeTrace(spans))], { type: 'application/json' });
}
