import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Site } from '../state/site.ts';
import { viewNames } from '../state/views.ts';
import { Announcer } from './announcer.tsx';
import { Details } from './details.tsx';
import { DropOverlay } from './drop-overlay.tsx';
import { EmptyState } from './empty-state.tsx';
import { Footer } from './footer.tsx';
import { Grid } from './grid.tsx';
import { Header } from './header.tsx';
import { LazyPage } from './lazy-page.tsx';
import { ScanStatus } from './scan-status.tsx';
import { Toolbar } from './toolbar.tsx';

/** The page. */
export function App({ site }: { readonly site: Site }): JSX.Element {
  usePaste(site);
  const main = useRef<HTMLElement>(null);
  const view = site.views.current.value;
  const { count, areDetailsOpen } = site.results;
  const hasDetails = view === 'files' && count.value > 0 && areDetailsOpen.value;
  useEffect(() => {
    if (!site.views.wasChosen || !main.current) return;
    main.current.scrollTop = 0;
    main.current.focus();
  }, [site, view]);
  return (
    <>
      <a
        class="skip-link"
        href="#main"
        onClick={(event) => {
          // The address names the page that is shown: it stays.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {view === 'files' ? 'Skip to the files' : 'Skip to the page'}
      </a>
      <Header site={site} />
      <main
        id="main"
        ref={main}
        tabIndex={-1}
        aria-label={viewNames[view]}
        class={hasDetails ? 'main with-details' : 'main'}
      >
        {view === 'files' && <FilesPage site={site} />}
        {view === 'models' && <LazyPage site={site} name="ModelsPage" />}
        {view === 'browser' && <LazyPage site={site} name="BrowserPage" />}
      </main>
      <Footer site={site} />
      <DropOverlay site={site} />
      <Announcer site={site} />
      {site.consent.question.value && <LazyPage site={site} name="ConsentDialog" />}
    </>
  );
}

function FilesPage({ site }: { readonly site: Site }): JSX.Element {
  const grid = useRef<HTMLDivElement>(null);
  const isEmpty = site.results.count.value === 0;
  return (
    <>
      <ScanStatus site={site} />
      {isEmpty && <EmptyState site={site} />}
      {!isEmpty && (
        <>
          <Toolbar site={site} />
          <Grid results={site.results} element={grid} />
          <Details site={site} returnFocus={() => grid.current?.focus()} />
        </>
      )}
    </>
  );
}

function usePaste(site: Site): void {
  useLayoutEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (!isTyping && event.clipboardData && site.takeTransfer(event.clipboardData)) event.preventDefault();
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [site]);
}
