/** Serves a page of bench/pages with the built packages, as a plain page without a bundler gets them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { entryPoints } from '../../tools/lib/entry-points.ts';
import { serveStatic, type StaticServer } from '../../tools/lib/static-server.ts';
import { publishedPackages, root } from '../../tools/lib/workspace.ts';

/** The headers that isolate a page, as the site's own server sends them: WASM threads need them. */
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** A server whose page is at `url`. */
export interface PageServer extends StaticServer {
  url: string;
  /** The file behind a path that was requested. */
  fileOf: (path: string) => string;
}

/** What the page is. */
export interface PageOptions {
  /** Name of its script in bench/pages. */
  script: string;
  /** More URL path prefixes and their folders. */
  mounts?: Record<string, string>;
  /** More bare imports and their URL paths. */
  imports?: Record<string, string>;
}

/** Serves a page. */
export async function servePage({ script, mounts = {}, imports = {} }: PageOptions): Promise<PageServer> {
  const packages = publishedPackages();
  const own = packages.flatMap((one) =>
    entryPoints(one).map(({ specifier, built }) => [specifier, `/packages/${basename(one.folder)}/${basename(built)}`]),
  );
  const importMap = { imports: { ...Object.fromEntries(own), comlink: '/comlink/comlink.min.mjs', ...imports } };
  const folder = mkdtempSync(join(tmpdir(), 'nearside-page-'));
  writeFileSync(join(folder, 'index.html'), pageHtml(script, importMap));

  const allMounts: Record<string, string> = {
    '/': folder,
    '/scripts/': join(root, 'bench', 'pages'),
    '/comlink/': join(root, 'node_modules', 'comlink', 'dist', 'esm'),
    ...Object.fromEntries(packages.map((one) => [`/packages/${basename(one.folder)}/`, join(one.folder, 'dist')])),
    ...mounts,
  };
  const server = await serveStatic({ mounts: allMounts, headers: isolation });
  return {
    ...server,
    url: `${server.origin}/`,
    fileOf(path) {
      const prefix = Object.keys(allMounts).filter((one) => path.startsWith(one));
      const longest = prefix.reduce((best, one) => (one.length > best.length ? one : best));
      return join(
        allMounts[longest] ?? '',
        path === '/' ? 'index.html' : decodeURIComponent(path.slice(longest.length)),
      );
    },
    async close() {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function pageHtml(script: string, importMap: object): string {
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>${script}</title>
  <link rel="icon" href="data:," />
  <script type="importmap">${JSON.stringify(importMap)}</script>
  <script type="module" src="/scripts/${script}"></script>
</html>
`;
}
