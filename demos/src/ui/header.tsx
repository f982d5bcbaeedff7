import type { JSX } from 'preact';
import type { Preference } from '../state/engine.ts';
import type { Site } from '../state/site.ts';
import { PickButtons } from './pick-buttons.tsx';

/** Name, what can be added, and where the model runs. */
export function Header({ site }: { readonly site: Site }): JSX.Element {
  const hasRows = site.results.verdicts.value.length > 0 || site.scanner.progress.value.state !== 'idle';
  return (
    <header class="header">
      <h1 class="brand">
        Nearside <span class="brand-page">What is this file?</span>
      </h1>
      <RunOn site={site} />
      {hasRows && <PickButtons site={site} />}
    </header>
  );
}

function RunOn({ site: { engine, scanner } }: { readonly site: Site }): JSX.Element {
  const isBusy = scanner.progress.value.state === 'running';
  return (
    <label class="run-on" title={isBusy ? 'Can be changed when the scan is over' : undefined}>
      <span>Run on</span>
      <select
        disabled={isBusy}
        value={engine.preference.value}
        onChange={({ currentTarget }) => engine.prefer(currentTarget.value as Preference)}
      >
        <option value="wasm">WebAssembly</option>
        <option value="webgpu">WebGPU first</option>
      </select>
    </label>
  );
}
