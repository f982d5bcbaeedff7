import type { JSX } from 'preact';
import { viewNames, type View } from '../state/views.ts';
import type { Site } from '../state/site.ts';
import { PickButtons } from './pick-buttons.tsx';

/** Name, pages, and what can be added once there is a table. */
export function Header({ site }: { readonly site: Site }): JSX.Element {
  const view = site.views.current.value;
  const hasRows = site.results.count.value > 0;
  return (
    <header class="header">
      <h1 class="brand">Nearside</h1>
      <nav class="pages" aria-label="Pages">
        {(Object.keys(viewNames) as View[]).map((one) => (
          <a key={one} href={`#${one}`} aria-current={one === view ? 'page' : undefined}>
            {viewNames[one]}
            {one === 'browser' && site.recorded.value !== undefined && (
              <span class="recording-mark">
                <span class="visually-hidden">(recording)</span>
              </span>
            )}
          </a>
        ))}
      </nav>
      {hasRows && view === 'files' && <PickButtons site={site} />}
    </header>
  );
}
