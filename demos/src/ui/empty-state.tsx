import type { JSX } from 'preact';
import type { Site } from '../state/site.ts';
import { PickButtons } from './pick-buttons.tsx';

/** What the page is, before there is anything on it. */
export function EmptyState({ site }: { readonly site: Site }): JSX.Element {
  return (
    <section class="empty">
      <div class="empty-drop">
        <h2>Drop files or folders anywhere</h2>
        <p class="empty-lead">
          See what they really are. The answer comes from a file’s content; its name is only compared with it.
        </p>
        <PickButtons site={site} primary />
        <p class="empty-paste">or paste a file, or any text</p>
      </div>
      <dl class="facts">
        <div>
          <dt>About 200 types</dt>
          <dd>
            Named by Magika, Google’s file-type model, with how sure it is. A name that disagrees gets a warning:
            invoice.pdf that is a program.
          </dd>
        </div>
        <div>
          <dt>At most 2 × 4 KiB read</dt>
          <dd>The first and the last 4,096 bytes of each file, however large it is. You can look at the very bytes.</dd>
        </div>
        <div>
          <dt>Nothing is sent</dt>
          <dd>
            With the first file this page loads its model, about 1 MB, from where the page came from. It then runs in
            this tab, also offline.
          </dd>
        </div>
      </dl>
    </section>
  );
}
