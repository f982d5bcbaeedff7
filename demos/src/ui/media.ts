import { signal, type ReadonlySignal } from '@preact/signals';

/** A media query as a signal; it lives as long as the page. */
function mediaSignal(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener('change', () => (matches.value = list.matches));
  return matches;
}

/** One column: rows are cards and details a sheet over the page. The stylesheets have the same limit. */
export const isNarrow: ReadonlySignal<boolean> = mediaSignal('(max-width: 60rem)');

/** Room for sixteen bytes a line in the details. */
export const hasWideDetails: ReadonlySignal<boolean> = mediaSignal('(min-width: 90rem)');
