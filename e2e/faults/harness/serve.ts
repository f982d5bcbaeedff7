/** Serves the faults' page: the built packages as plain modules under the site's production headers. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { tinyOnnx } from '@nearside/core/testing';
import { productionHeaders } from '../../../demos/headers.ts';
import { entryPoints } from '../../../tools/lib/entry-points.ts';
import { serveStatic, type InsteadOfFile, type StaticServer } from '../../../tools/lib/static-server.ts';
import { publishedPackages, root } from '../../../tools/lib/workspace.ts';
import { bundleFolder } from './bundle.ts';

const packages = publishedPackages();
const entries = packages.flatMap((one) =>
  entryPoints(one).map(({ specifier, built }) => [specifier, `/packages/${basename(one.folder)}/${basename(built)}`]),
);
const importMap = JSON.stringify({ imports: { ...Object.fromEntries(entries), comlink: '/comlink/comlink.mjs' } });
const mapHash = createHash('sha256').update(importMap).digest('base64');
const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/** How the site is served. */
export interface SiteOptions {
  /** Origins that the policy lets the page connect to, beside its own. */
  readonly connect?: readonly string[];
  /** Directives that replace those of production; an empty value takes one away. */
  readonly policy?: Readonly<Record<string, string>>;
  /** Whether there is a policy at all (default true): peers need more than production's allows. */
  readonly hasPolicy?: boolean;
  /** Whether the page is cross-origin isolated (default false). */
  readonly isolated?: boolean;
  /** Headers of every response, beside the policy. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Pages beside the usual one: HTML by file name, in which `<!--head-->` becomes what the usual one has. */
  readonly pages?: Readonly<Record<string, string>>;
  /** Folders by URL path prefix. */
  readonly mounts?: Readonly<Record<string, string>>;
}

/** A running site. */
export interface PageSite extends StaticServer {
  /** The page's address. */
  readonly url: string;
  /** What is answered in place of a file from now on; without an argument all is well again. */
  inject(instead?: (path: string) => InsteadOfFile | undefined): void;
}

const head = `<meta charset="utf-8" /><title>faults</title><link rel="icon" href="data:," />
<script type="importmap">${importMap}</script><script type="module" src="/faults/page.js"></script>`;

/** Starts a site. */
export async function serveSite(options: SiteOptions = {}): Promise<PageSite> {
  const folder = mkdtempSync(join(tmpdir(), 'nearside-faults-'));
  writeFileSync(join(folder, 'index.html'), `<!doctype html><html lang="en"><head>${head}</head><body></body></html>`);
  writeFileSync(join(folder, 'empty.html'), '<!doctype html><title>empty</title><link rel="icon" href="data:," />');
  writeFileSync(join(folder, 'tiny.onnx'), tinyOnnx());
  for (const [name, html] of Object.entries(options.pages ?? {}))
    writeFileSync(join(folder, name), html.replace('<!--head-->', head));
  let instead: ((path: string) => InsteadOfFile | undefined) | undefined;
  const server = await serveStatic({
    mounts: {
      '/': folder,
      '/faults/': bundleFolder,
      '/comlink/': join(root, 'node_modules', 'comlink', 'dist', 'esm'),
      ...Object.fromEntries(packages.map((one) => [`/packages/${basename(one.folder)}/`, join(one.folder, 'dist')])),
      ...options.mounts,
    },
    headers: {
      ...(options.hasPolicy !== false && headersOf(options)),
      ...(options.isolated && isolation),
      ...options.headers,
    },
    instead: (path) => instead?.(path),
  });
  return {
    ...server,
    url: `${server.origin}/`,
    inject: (next) => void (instead = next),
    async close() {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Production's, with the page's own import map, which has no file that `'self'` could name. */
function headersOf({ connect = [], policy = {} }: SiteOptions): Record<string, string> {
  const directives: Record<string, string> = Object.fromEntries(
    (productionHeaders['content-security-policy'] ?? '').split('; ').map((directive) => {
      const space = directive.indexOf(' ');
      return [directive.slice(0, space), directive.slice(space + 1)];
    }),
  );
  directives['script-src'] += ` 'sha256-${mapHash}'`;
  directives['connect-src'] += connect.map((origin) => ` ${origin}`).join('');
  directives['img-src'] += ' data:'; // the empty icon
  const all = Object.entries({ ...directives, ...policy }).filter(([, value]) => value !== '');
  return { ...productionHeaders, 'content-security-policy': all.map((pair) => pair.join(' ')).join('; ') };
}
