/** A static file server on loopback, for tests and benchmarks: what it answers is exactly what its options say. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';

const mimeTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp4': 'video/mp4',
  '.onnx': 'application/octet-stream',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
};

/** What to serve. */
export interface StaticServerOptions {
  /** URL path prefixes, each ending in `/`, and the folders they show; the longest prefix wins. */
  mounts: Record<string, string>;
  /** Headers of every response, also of a 404; a function may choose by URL path. */
  headers?: Record<string, string> | ((path: string) => Record<string, string>);
  /** What is answered in place of the file, asked at every request; undefined: the file. */
  instead?: (path: string) => InsteadOfFile | undefined;
}

/** An answer that is no file's. */
export interface InsteadOfFile {
  status: number;
  /** Beside the server's own. */
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** A running server. */
export interface StaticServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  origin: string;
  /** `METHOD /path?query` of every request so far, in order. */
  requests: string[];
  /** Cuts open connections and frees the port. */
  close: () => Promise<void>;
}

/** Starts a server on a port of the system's choice. */
export async function serveStatic({ mounts, headers = {}, instead }: StaticServerOptions): Promise<StaticServer> {
  const prefixes = Object.keys(mounts).toSorted((a, b) => b.length - a.length);
  const requests: string[] = [];

  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const own = typeof headers === 'function' ? headers(pathname) : headers;
    const answer = instead?.(pathname);
    if (answer) {
      const type = { 'content-type': mimeTypes[extname(pathname)] ?? 'text/plain', 'cache-control': 'no-store' };
      response.writeHead(answer.status, { ...type, ...own, ...answer.headers }).end(answer.body);
      return;
    }
    const file = await locate(pathname);
    if (!file) {
      response.writeHead(404, { 'content-type': 'text/plain', ...own }).end('not found');
      return;
    }
    response.writeHead(200, {
      'content-type': mimeTypes[extname(file.path)] ?? 'application/octet-stream',
      'content-length': file.bytes,
      'cache-control': 'no-cache',
      ...own,
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file.path).pipe(response);
  });

  async function locate(pathname: string): Promise<{ path: string; bytes: number } | undefined> {
    const prefix = prefixes.find((one) => pathname.startsWith(one));
    if (prefix === undefined) return undefined;
    const folder = join(mounts[prefix] ?? '', sep);
    const inside = decodeURIComponent(pathname.slice(prefix.length));
    const path = join(folder, inside.endsWith('/') || inside === '' ? `${inside}index.html` : inside);
    if (!path.startsWith(folder)) return undefined; // an encoded ../
    const found = await stat(path).catch(() => undefined);
    return found?.isFile() ? { path, bytes: found.size } : undefined;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
