import type { JSX } from 'preact';
import type { Job } from './job.ts';
import { FailureNote } from './failure-note.tsx';
import { describeProgress, jobNames } from './words.ts';

interface JobLineProps {
  readonly job: Job;
  readonly onStop: () => void;
  readonly onResume: () => void;
  readonly onDismiss: () => void;
}

/** How far a job is, and what can be done about it. The first button keeps its place, so that the focus stays on it. */
export function JobLine({ job, onStop, onResume, onDismiss }: JobLineProps): JSX.Element {
  const { kind, name, totalBytes } = job;
  const progress = job.progress.value;
  const { state, loadedBytes, failure } = progress;
  const isRunning = state === 'running' || state === 'waiting';
  const stopName = kind === 'download' ? 'Pause' : 'Cancel';
  const goName = state === 'paused' ? 'Resume' : 'Try again';
  return (
    <div class="job">
      {failure && <FailureNote failure={failure} />}
      {!failure && (
        <div class="job-progress">
          <span>{state === 'paused' ? 'Paused' : `${jobNames[kind]}…`}</span>
          <progress aria-label={`${jobNames[kind]} ${name}`} value={loadedBytes} max={Math.max(1, totalBytes)} />
          <span class="job-figures">{describeProgress(progress, totalBytes)}</span>
        </div>
      )}
      <div class="job-buttons">
        <button
          type="button"
          class="button small"
          aria-label={`${isRunning ? stopName : goName}: ${name}`}
          onClick={isRunning ? onStop : onResume}
        >
          {isRunning ? stopName : goName}
        </button>
        {!isRunning && (
          <button type="button" class="button small quiet" aria-label={`Close: ${name}`} onClick={onDismiss}>
            Close
          </button>
        )}
      </div>
    </div>
  );
}
