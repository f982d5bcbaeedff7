import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { toFailure, type Failure } from '../rows/failure.ts';
import type { Site } from '../state/site.ts';

type Pages = typeof import('../pages.ts');

/** The code of the other pages, once for the document: who only drops files never fetches it. */
const pages = signal<Pages | undefined>(undefined);
const failure = signal<Failure | undefined>(undefined);

async function load(): Promise<void> {
  failure.value = undefined;
  try {
    pages.value = await import('../pages.ts');
  } catch (error) {
    failure.value = toFailure(error);
  }
}

interface LazyPageProps {
  readonly site: Site;
  readonly name: 'ModelsPage' | 'BrowserPage' | 'ConsentDialog';
}

/** Something of the other pages, as soon as its code is here. */
export function LazyPage({ site, name }: LazyPageProps): JSX.Element | null {
  useEffect(() => {
    if (!pages.value) void load();
  }, []);
  if (pages.value) {
    const Page = pages.value[name];
    return <Page site={site} />;
  }
  if (!failure.value) return null;
  return (
    <div class="status failure" role="alert">
      <div>
        <h2>This part of the page could not be loaded</h2>
        <p>Check your connection and try again; where that does not help, reload the page.</p>
      </div>
      <button type="button" class="button primary" onClick={() => void load()}>
        Try again
      </button>
    </div>
  );
}
