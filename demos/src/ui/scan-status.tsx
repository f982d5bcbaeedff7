import type { JSX } from 'preact';
import { formatBytes, formatCount, formatSeconds, plural } from '../format.ts';
import type { EngineState } from '../state/engine.ts';
import type { ScanProgress } from '../state/scanner.ts';
import type { Site } from '../state/site.ts';

/** How far loading and scanning are; nothing when all is done and well. */
export function ScanStatus({ site }: { readonly site: Site }): JSX.Element | null {
  const progress = site.scanner.progress.value;
  const engine = site.engine.state.value;
  if (engine.kind === 'failed') return <LoadFailure site={site} failure={engine.failure} waiting={progress} />;
  if (progress.state === 'running') {
    return (
      <div class="status">
        {engine.kind === 'loading' ? <LoadProgress {...engine} /> : <RunProgress {...progress} />}
        <button type="button" class="button" onClick={() => site.scanner.cancel()}>
          Cancel
        </button>
      </div>
    );
  }
  if (progress.state === 'cancelled') {
    return (
      <p class="status note">
        Cancelled after {formatCount(progress.done)} of {plural(progress.found, 'file')}. What was answered stays.
      </p>
    );
  }
  return null;
}

function LoadProgress({ loadedBytes, totalBytes }: Extract<EngineState, { kind: 'loading' }>): JSX.Element {
  const isKnown = totalBytes > 0;
  const isHere = isKnown && loadedBytes >= totalBytes;
  return (
    <div class="status-text">
      <span>{isHere ? 'Starting the model…' : 'Loading the model, once…'}</span>
      <progress aria-label="Loading the model" {...(isKnown && { value: loadedBytes, max: totalBytes })} />
      <span class="status-figures">{isKnown && `${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`}</span>
    </div>
  );
}

function RunProgress({ done, found, isDiscovering, firstAnswerMs }: ScanProgress): JSX.Element {
  const seconds = firstAnswerMs === undefined ? 0 : (performance.now() - firstAnswerMs) / 1000;
  const perSecond = seconds > 1 ? done / seconds : undefined;
  const left = perSecond && !isDiscovering ? `, ${formatSeconds((found - done) / perSecond)} left` : '';
  return (
    <div class="status-text">
      <span>
        {formatCount(done)} of {plural(found, 'file')}
        {isDiscovering && ', still looking'}
      </span>
      <progress aria-label="Files identified" value={done} max={Math.max(1, found)} />
      <span class="status-figures">{perSecond && `${perSecond.toFixed(perSecond < 10 ? 1 : 0)} a second${left}`}</span>
    </div>
  );
}

interface LoadFailureProps {
  readonly site: Site;
  readonly failure: Extract<EngineState, { kind: 'failed' }>['failure'];
  readonly waiting: ScanProgress;
}

function LoadFailure({ site, failure, waiting }: LoadFailureProps): JSX.Element {
  const isBlocked = waiting.state === 'blocked';
  const count = waiting.found - waiting.done;
  return (
    <div class="status failure" role="alert">
      <div>
        <h2>The model could not be loaded</h2>
        <p>
          <code>{failure.code}</code> {failure.message}
        </p>
        {failure.hint && <p>{failure.hint}</p>}
        {isBlocked && <p>{plural(count, 'file waits', 'files wait')} for it.</p>}
      </div>
      <div class="failure-buttons">
        <button
          type="button"
          class="button primary"
          onClick={() => (isBlocked ? site.scanner.retry() : site.engine.warmUp())}
        >
          Try again
        </button>
        {isBlocked && (
          <button type="button" class="button" onClick={() => site.scanner.cancel()}>
            Cancel
          </button>
        )}
      </div>
    </div>
  );
}
