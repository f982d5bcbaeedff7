import type { JSX } from 'preact';
import type { Site } from '../state/site.ts';
import { PickButtons } from './pick-buttons.tsx';

/** Name, and what can be added once there is a table. */
export function Header({ site }: { readonly site: Site }): JSX.Element {
  const hasRows = site.results.count.value > 0;
  return (
    <header class="header">
      <h1 class="brand">
        Nearside <span class="brand-page">What is this file?</span>
      </h1>
      {hasRows && <PickButtons site={site} />}
    </header>
  );
}
