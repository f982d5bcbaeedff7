import type { JSX } from 'preact';
import type { Preference } from '../state/engine.ts';
import { isUnderWay } from '../state/scanner.ts';
import type { Site } from '../state/site.ts';

/** What was sent, how to check that, and where the model runs. */
export function Footer({ site }: { readonly site: Site }): JSX.Element {
  return (
    <footer class="footer">
      <p>
        <strong>Nothing was sent.</strong> Your files are read by this page only.
      </p>
      <details class="check">
        <summary>How to check</summary>
        <ul>
          <li>
            Open your browser’s developer tools, choose Network, and drop a file: once the model is here, no request
            follows.
          </li>
          <li>Or go offline after the first answer: it keeps working.</li>
          <li>The page’s Content-Security-Policy lets it talk to its own origin alone; the browser enforces that.</li>
        </ul>
      </details>
      <RunOn site={site} />
    </footer>
  );
}

function RunOn({ site: { engine, scanner } }: { readonly site: Site }): JSX.Element {
  const isBusy = isUnderWay(scanner.progress.value);
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
