import type { JSX } from 'preact';

/** What was sent, and how to check that. */
export function Footer(): JSX.Element {
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
    </footer>
  );
}
