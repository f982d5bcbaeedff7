import { effect, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { plural } from '../format.ts';
import type { Site } from '../state/site.ts';

/** Between two words on progress. */
const pauseMs = 10_000;

/** Tells screen readers how a scan goes: its start, now and then a figure, its end. */
export function Announcer({ site }: { readonly site: Site }): JSX.Element {
  const text = useSignal('');
  useEffect(() => {
    let wasRunning = false;
    let lastMs = 0;
    return effect(() => {
      const { state, done, found } = site.scanner.progress.value;
      const isRunning = state === 'running';
      const starts = isRunning && !wasRunning;
      const ends = !isRunning && wasRunning && state !== 'blocked';
      const isDue = isRunning && done > 0 && performance.now() - lastMs > pauseMs;
      wasRunning = isRunning;
      if (!starts && !ends && !isDue) return;
      lastMs = performance.now();
      if (starts) text.value = 'Looking at the files.';
      else if (isDue) text.value = `${plural(done, 'file')} of ${found} identified.`;
      else text.value = summary(site, state === 'cancelled');
    });
  }, [site, text]);
  return (
    <div class="visually-hidden" role="status">
      {text.value}
    </div>
  );
}

function summary({ results, scanner }: Site, wasCancelled: boolean): string {
  const { done } = scanner.progress.peek();
  const mismatches = results.mismatchCount.peek();
  const parts = [`${wasCancelled ? 'Cancelled' : 'Done'}: ${plural(done, 'file')} answered`];
  if (mismatches > 0)
    parts.push(plural(mismatches, 'name disagrees with its content', 'names disagree with their content'));
  return `${parts.join('; ')}.`;
}
