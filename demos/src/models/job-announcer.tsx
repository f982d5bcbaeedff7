import { effect, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatPercent } from '../format.ts';
import type { Job } from './job.ts';
import type { Manager } from './manager.ts';
import { jobNames } from './words.ts';

/** Between two words on progress. */
const pauseMs = 10_000;

/** Tells screen readers what begins, now and then how far it is, and what came of it. */
export function JobAnnouncer({ manager }: { readonly manager: Manager }): JSX.Element {
  const text = useSignal('');
  useEffect(() => {
    const known = new Set<Job>(manager.jobs.peek().values());
    let lastMs = performance.now();
    let lastNotice = manager.notice.peek();
    return effect(() => {
      for (const job of manager.jobs.value.values()) {
        const { state, loadedBytes } = job.progress.value;
        if (state !== 'running') continue;
        const isNew = !known.has(job);
        if (!isNew && performance.now() - lastMs < pauseMs) continue;
        known.add(job);
        lastMs = performance.now();
        const what = `${jobNames[job.kind]} ${job.name}`;
        text.value = isNew ? `${what}.` : `${what}: ${formatPercent(loadedBytes, job.totalBytes)}.`;
      }
      const notice = manager.notice.value;
      if (notice === lastNotice) return;
      lastNotice = notice;
      text.value = notice;
    });
  }, [manager, text]);
  return (
    <div class="visually-hidden" role="status" aria-label="Models">
      {text.value}
    </div>
  );
}
