import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Site } from '../state/site.ts';
import { Announcer } from './announcer.tsx';
import { Details } from './details.tsx';
import { DropOverlay } from './drop-overlay.tsx';
import { EmptyState } from './empty-state.tsx';
import { Footer } from './footer.tsx';
import { Grid } from './grid.tsx';
import { Header } from './header.tsx';
import { ScanStatus } from './scan-status.tsx';
import { Toolbar } from './toolbar.tsx';

/** The page. */
export function App({ site }: { readonly site: Site }): JSX.Element {
  usePaste(site);
  const { count, areDetailsOpen } = site.results;
  const isEmpty = count.value === 0;
  const grid = useRef<HTMLDivElement>(null);
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the files
      </a>
      <Header site={site} />
      <main id="main" tabIndex={-1} class={areDetailsOpen.value && !isEmpty ? 'main with-details' : 'main'}>
        <ScanStatus site={site} />
        {isEmpty && <EmptyState site={site} />}
        {!isEmpty && (
          <>
            <Toolbar site={site} />
            <Grid results={site.results} element={grid} />
            <Details site={site} returnFocus={() => grid.current?.focus()} />
          </>
        )}
      </main>
      <Footer site={site} />
      <DropOverlay site={site} />
      <Announcer site={site} />
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
