import type { JSX } from 'preact';
import { formatBytes, formatCount, formatSeconds, plural } from '../format.ts';
import { adviceOnLoading } from '../rows/failure.ts';
import type { EngineState } from '../state/engine.ts';
import { isUnderWay, type ScanProgress } from '../state/scanner.ts';
import type { Site } from '../state/site.ts';

/** How far loading and scanning are; nothing when all is done and well. */
export function ScanStatus({ site }: { readonly site: Site }): JSX.Element | null {
  const progress = site.scanner.progress.value;
  const engine = site.engine.state.value;
  if (engine.kind === 'failed') return <LoadFailure site={site} failure={engine.failure} waiting={progress} />;
  if (isUnderWay(progress)) {
    const isPaused = progress.state === 'paused';
    return (
      <div class="status">
        {engine.kind === 'loading' ? <LoadProgress {...engine} /> : <RunProgress {...progress} />}
        <div class="status-buttons">
          {/* One button with two names, so that the focus stays on it. */}
          <button
            type="button"
            class="button"
            onClick={() => (isPaused ? site.scanner.resume() : site.scanner.pause())}
          >
            {isPaused ? 'Resume' : 'Pause'}
          </button>
          <button type="button" class="button" onClick={() => cancel(site)}>
            Cancel
          </button>
        </div>
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

function RunProgress({ state, done, found, isDiscovering, perSecond }: ScanProgress): JSX.Element {
  const figures = perSecond && [
    `${perSecond < 10 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond))} a second`,
    // Until all is found nobody knows what is left.
    !isDiscovering && perSecond > 0 && `${formatSeconds((found - done) / perSecond)} left`,
  ];
  return (
    <div class="status-text">
      <span>
        {formatCount(done)} of {plural(found, 'file')}
        {isDiscovering && ', still looking'}
      </span>
      <progress aria-label="Files identified" value={done} max={Math.max(1, found)} />
      <span class="status-figures">
        {state === 'paused' ? 'Paused' : figures && figures.filter(Boolean).join(', ')}
      </span>
    </div>
  );
}

/** The button goes with the scan: the focus that was on it moves to the part of the page it was in. */
function cancel({ scanner }: Site): void {
  scanner.cancel();
  document.querySelector<HTMLElement>('#main')?.focus();
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
        <p>{adviceOnLoading(failure)}</p>
        {isBlocked && <p>{plural(count, 'file waits', 'files wait')} for it.</p>}
        <FailureDetails failure={failure} />
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
          <button type="button" class="button" onClick={() => cancel(site)}>
            Cancel
          </button>
        )}
      </div>
    </div>
  );
}

/** What the owner of the site, or who builds it, can do something with. */
function FailureDetails({ failure: { code, message, hint } }: Pick<LoadFailureProps, 'failure'>): JSX.Element {
  return (
    <details class="failure-details">
      <summary>What to tell the site’s owner</summary>
      <p>
        <code>{code}</code> {message}
      </p>
      {hint && <p>For who builds the site: {hint}</p>}
    </details>
  );
}
