/** Serves a built application as a host with a strict policy does, and weighs what was asked of it. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '../../../tools/lib/static-server.ts';
import { inlineScriptsOf, reportPath, strictHeaders, type PolicyOptions } from './policy.ts';

/** A page on a server of its own. */
export interface ServedApp {
  url: string;
  /** Origins that the page may ask. */
  origins: string[];
  /** Requests so far and the size of their files in bytes, without what browsers ask by themselves. */
  weigh: () => { requests: number; bytes: number };
  /** How many reports of refused things came. */
  reports: () => number;
  /** Paths that were asked and are not there. */
  missing: () => string[];
  /** What the second origin was asked for, sorted. */
  fromSecondOrigin: () => string[];
  [Symbol.asyncDispose]: () => Promise<void>;
}

/** Where and how a folder is served. */
export interface ServeOptions extends Omit<PolicyOptions, 'inlineScripts' | 'dataOrigins'> {
  /** URL path, with slashes at both ends. */
  prefix?: string;
  /** Folder of assets that a second origin serves, with CORS. */
  secondOrigin?: string;
  /** Makes the page's query, given the second origin. */
  query?: (origin: string) => string;
}

/** Serves a folder with an index.html. */
export async function serveApp(folder: string, options: ServeOptions = {}): Promise<ServedApp> {
  const { prefix = '/', secondOrigin, query = () => '', ...policy } = options;
  const cors = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
  const data = secondOrigin ? await serveStatic({ mounts: { '/': secondOrigin }, headers: cors }) : undefined;
  const dataOrigins = data ? [data.origin] : [];
  // The inline scripts of the page that is served, and no others.
  const inlineScripts = inlineScriptsOf(readFileSync(join(folder, 'index.html'), 'utf8'));
  const headers = strictHeaders({ inlineScripts, dataOrigins, ...policy });
  const own = await serveStatic({ mounts: { [prefix]: folder }, headers });

  const paths = (): string[] => {
    const asked = (requests: string[], mount: string, root: string) =>
      requests
        .filter((request) => request.startsWith('GET '))
        .flatMap((request) => {
          const { pathname } = new URL(request.slice(4), 'http://localhost');
          if (pathname === '/favicon.ico') return [];
          const inside = pathname.startsWith(mount) ? pathname.slice(mount.length) : `../${pathname}`;
          return join(root, inside === '' || inside.endsWith('/') ? `${inside}index.html` : inside);
        });
    return [...asked(own.requests, prefix, folder), ...asked(data?.requests ?? [], '/', secondOrigin ?? '')];
  };
  return {
    url: `${own.origin}${prefix}${query(data?.origin ?? '')}`,
    origins: [own.origin, ...dataOrigins],
    weigh: () => {
      const files = paths().filter((path) => existsSync(path));
      return { requests: files.length, bytes: files.reduce((sum, path) => sum + statSync(path).size, 0) };
    },
    missing: () => paths().filter((path) => !existsSync(path)),
    fromSecondOrigin: () => (data?.requests ?? []).map((request) => request.slice('GET /'.length)).toSorted(),
    reports: () => own.requests.filter((request) => request === `POST ${reportPath}`).length,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([own.close(), data?.close()]);
    },
  };
}
