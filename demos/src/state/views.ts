import { signal, type ReadonlySignal } from '@preact/signals';

/** The pages of the site; the address names them after its `#`. */
export type View = 'files' | 'models' | 'browser';

/** As the header and the window's title name them, in the header's order. */
export const viewNames: Readonly<Record<View, string>> = {
  files: 'What is this file?',
  models: 'Models',
  browser: 'This browser',
};

/** Which page is shown. One document has them all, so that a scan or a download goes on while another page is looked at. */
export class Views {
  readonly #current = signal<View>(viewOf(location.hash) ?? 'files');
  #wasChosen = false;

  constructor() {
    showTitle(this.#current.value);
    addEventListener('hashchange', () => {
      const view = viewOf(location.hash);
      if (!view || view === this.#current.value) return;
      this.#wasChosen = true;
      showTitle(view);
      this.#current.value = view;
    });
  }

  /** For the page to show. */
  get current(): ReadonlySignal<View> {
    return this.#current;
  }

  /** Whether the user went there: then the focus goes there too. On the first load it stays where it is. */
  get wasChosen(): boolean {
    return this.#wasChosen;
  }

  /** Goes to a page, as a link to it does. */
  show(view: View): void {
    // Not where it is shown already: going back would lead to the same page.
    if (view !== this.#current.value) location.hash = view;
  }
}

/** Undefined for an address within the page that is shown. */
function viewOf(hash: string): View | undefined {
  const name = hash.slice(1) || 'files';
  return Object.hasOwn(viewNames, name) ? (name as View) : undefined;
}

function showTitle(view: View): void {
  document.title = view === 'files' ? 'Nearside: what is this file?' : `Nearside: ${viewNames[view]}`;
}
