import { effect, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatCount, plural } from '../format.ts';
import type { ScanProgress } from '../state/scanner.ts';
import type { Site } from '../state/site.ts';

/** Between two words on progress. */
const pauseMs = 10_000;

/** Tells screen readers how a scan goes: its start, now and then a figure, its end. */
export function Announcer({ site }: { readonly site: Site }): JSX.Element {
  const text = useSignal('');
  useEffect(() => {
    let before: ScanProgress['state'] = 'idle';
    let lastMs = 0;
    return effect(() => {
      const { state, done, found } = site.scanner.progress.value;
      const isDue = state === 'running' && done > 0 && performance.now() - lastMs > pauseMs;
      const last = before;
      before = state;
      if (state === last && !isDue) return;
      lastMs = performance.now();
      const figures = `${plural(done, 'file')} of ${formatCount(found)}`;
      if (state === 'paused') text.value = `Paused: ${figures} identified.`;
      else if (state === 'running' && last === 'paused') text.value = 'Going on.';
      else if (state === 'running')
        text.value = isDue && last === 'running' ? `${figures} identified.` : 'Looking at the files.';
      else if (state !== 'blocked' && (last === 'running' || last === 'paused'))
        text.value = summary(site, state === 'cancelled');
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
