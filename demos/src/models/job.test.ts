import { describe, expect, it } from 'vitest';
import { NearsideError } from '@nearside/core';
import { Job, type Work } from './job.ts';

const jobOf = (work: Work): Job => new Job({ kind: 'download', name: 'a model', totalBytes: 100, work });

/** Until it is stopped. */
const endless: Work = (signal, onBytes) =>
  new Promise((_, reject) => {
    onBytes(40);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

describe('a job', () => {
  it('shows its bytes and is done', async () => {
    const job = jobOf(async (_, onBytes) => onBytes(100));
    expect(job.progress.value.state).toBe('waiting');
    expect(await job.run()).toBe(true);
    expect(job.progress.value).toMatchObject({ state: 'running', loadedBytes: 100 });
  });

  it('that is stopped is paused where it was, and goes on from there', async () => {
    const job = jobOf(endless);
    const running = job.run();
    job.stop();
    expect(await running).toBe(false);
    expect(job.progress.value).toMatchObject({ state: 'paused', loadedBytes: 40 });
    const again = job.run();
    expect(job.progress.value).toMatchObject({ state: 'running', loadedBytes: 40 });
    job.stop();
    await again;
  });

  it('that fails says why', async () => {
    const job = jobOf(() =>
      Promise.reject(new NearsideError('quota', 'no room', { stage: 'store', hint: 'free some' })),
    );
    expect(await job.run()).toBe(false);
    expect(job.progress.value).toMatchObject({ state: 'failed', failure: { code: 'quota', hint: 'free some' } });
  });

  it('hears nothing of work that goes on after it was stopped', async () => {
    let tell: (bytes: number) => void = () => undefined;
    const job = jobOf((signal, onBytes) => {
      tell = onBytes;
      return endless(signal, onBytes);
    });
    const running = job.run();
    job.stop();
    await running;
    tell(90);
    expect(job.progress.value).toMatchObject({ state: 'paused', loadedBytes: 40 });
  });
});
