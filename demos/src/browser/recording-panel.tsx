import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { saveBlob } from '../export/download.ts';
import { plural } from '../format.ts';
import type { Site } from '../state/site.ts';
import { recordingOf } from './recording.ts';

/** Begins and ends a recording. */
export function RecordingPanel({ site }: { readonly site: Site }): JSX.Element {
  const recording = recordingOf(site);
  const outcome = useSignal('');
  const count = site.recorded.value;
  const isOn = count !== undefined;
  const toggle = (): void => {
    if (!isOn) {
      outcome.value = '';
      return recording.start();
    }
    const trace = recording.stop();
    const steps = trace.traceEvents.filter(({ ph }) => ph === 'b').length;
    if (steps === 0) {
      outcome.value = 'Nothing was recorded: let a model run in between.';
      return;
    }
    saveBlob(new Blob([JSON.stringify(trace)], { type: 'application/json' }), 'nearside-trace.json');
    outcome.value = `Saved: ${plural(steps, 'step')}.`;
  };
  return (
    <section class="section" aria-labelledby="recording">
      <h3 id="recording">Where the time goes</h3>
      <p class="soft">
        Records each step that a model takes from here on: loading, checking, running; how long each took, never what
        was in a file. Start, go to another page and do what is slow, come back and save. The file opens in a browser’s
        tracing view (chrome://tracing) or in Perfetto.
      </p>
      <div class="button-row">
        <button type="button" class="button" aria-pressed={isOn} onClick={toggle}>
          {isOn ? 'Stop and save' : 'Start recording'}
        </button>
        <span role="status" aria-label="Recording">
          {isOn ? (count === 0 ? 'Recording…' : 'Recording: ') : outcome.value}
        </span>
        {isOn && count > 0 && (
          <span class="recorded">
            {plural(count, 'step')}
            {recording.isFull && '; no more are kept'}
          </span>
        )}
      </div>
    </section>
  );
}
