/**
 * A real file server on loopback that misbehaves on demand: sockets are cut, bytes are changed, ranges are ignored. It
 * writes down every request, so that a test can say what was fetched and what was not fetched twice.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** What goes wrong with one answer; several can go wrong together. Offsets and counts are bytes. */
export interface Fault {
  /** Answers this status with no more than a line of text. */
  readonly status?: number;
  /** Answers 302 with this `Location`; another status when `status` is given too. */
  readonly redirect?: string;
  /** Answers 200 with an HTML page, as a captive portal does. */
  readonly page?: true;
  /** Takes the request and never answers. */
  readonly silent?: true;
  /** Answers 200 with the whole file, whatever range was asked for. */
  readonly ignoreRange?: true;
  /** The byte at this offset of the file is another one. */
  readonly corruptAt?: number;
  /** This many bytes follow the body. */
  readonly extraBytes?: number;
  /** This many bytes are missing at its end, and nothing says so. */
  readonly missingBytes?: number;
  /** `chunked`: no `Content-Length`. `close`: not even that, the end of the connection is the end of the body. */
  readonly framing?: 'chunked' | 'close';
  /** The body is gzip-coded. */
  readonly gzip?: true;
  /** Ends the connection after this many bytes of the body. */
  readonly cutAfter?: number;
  /** The same by a reset. */
  readonly resetAfter?: number;
  /** Keeps the connection and sends nothing more after this many bytes of the body. */
  readonly stallAfter?: number;
  /** In place of the file's own; `If-Range` is compared with it. */
  readonly etag?: string;
  /** Set last, over all others; an empty value takes the header away. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as it was seen. It is kept up to date while it is answered. */
export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** How many of this method there were for this path before it. */
  readonly nth: number;
  /** What its `Range` asked for, `end` excluded (Infinity where it was open); undefined where there was none. */
  readonly range: { readonly start: number; readonly end: number } | undefined;
  /** Names in lower case. */
  readonly headers: IncomingMessage['headers'];
  /** When it came, in ms since the server was started. */
  readonly atMs: number;
  /** Bytes of the body that were given to the system so far. */
  sentBytes: number;
  /** `closed`: the client left first. */
  state: 'answering' | 'sent' | 'cut' | 'stalled' | 'closed';
}

/** What to serve. */
export interface FaultServerOptions {
  /** Content by path (with its slash). Other paths are 404. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Lets pages of other origins read the files; `expose` names the headers they may see beside the safe ones. */
  readonly cors?: { readonly expose?: string };
}

/** Decides what goes wrong with a request; undefined: nothing. */
export type Injection = (request: SeenRequest) => Fault | undefined;

/** A running server. */
export interface FaultServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  /** Every request so far, preflights included, in order. */
  readonly requests: readonly SeenRequest[];
  /** Sets what goes wrong from now on, preflights excepted; without an argument nothing does. */
  inject(injection?: Injection): void;
  /** The first request, past or future, for which `matches` holds: asked again whenever a state changes. */
  seen(matches: (request: SeenRequest) => boolean): Promise<SeenRequest>;
  /** Cuts open connections and frees the port. */
  close(): Promise<void>;
}

const lastModified = 'Wed, 01 Jan 2025 00:00:00 GMT';

/**
 * Starts a server on a port of the system's choice. It honours `Range` and `If-Range` until it is told otherwise.
 *
 * @param options What to serve.
 */
export async function serveFaults({ files, cors }: FaultServerOptions): Promise<FaultServer> {
  const startedAt = performance.now();
  const requests: SeenRequest[] = [];
  const waiting = new Set<() => void>();
  let injection: Injection | undefined;
  const tell = () => waiting.forEach((look) => look());

  const server = createServer((incoming, response) => {
    const path = incoming.url ?? '/';
    const request: SeenRequest = {
      method: incoming.method ?? 'GET',
      path,
      nth: requests.filter((earlier) => earlier.path === path && earlier.method === incoming.method).length,
      range: parseRange(incoming.headers.range),
      headers: incoming.headers,
      atMs: performance.now() - startedAt,
      sentBytes: 0,
      state: 'answering',
    };
    requests.push(request);
    response.on('close', () => {
      if (request.state !== 'cut') request.state = response.writableFinished ? 'sent' : 'closed';
      tell();
    });
    tell();
    const headers: Record<string, string> = cors ? corsHeaders(incoming, cors.expose) : {};
    void answer(
      { request, response, headers, content: files[new URL(path, 'http://localhost').pathname] },
      tell,
      request.method === 'OPTIONS' ? undefined : injection?.(request),
    );
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    inject: (next) => void (injection = next),
    seen: (matches) =>
      new Promise((resolve) => {
        const look = () => {
          const found = requests.find(matches);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly request: SeenRequest;
  readonly response: ServerResponse;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where there is no such file. */
  readonly content: Uint8Array | undefined;
}

async function answer(exchange: Exchange, tell: () => void, fault: Fault = {}): Promise<void> {
  const { request, response, content } = exchange;
  if (fault.silent) {
    request.state = 'stalled';
    return tell();
  }
  const { status, headers, body } = compose(exchange, fault);
  if (fault.framing === 'close') response.useChunkedEncodingByDefault = false;
  const length = fault.framing ? undefined : { 'content-length': `${body.length}` };
  const all = { ...exchange.headers, ...headers, ...length, ...fault.headers };
  response.writeHead(status, Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')));
  response.flushHeaders();
  if (request.method === 'HEAD' || !content) return void response.end(request.method === 'HEAD' ? undefined : body);

  const { cutAfter, resetAfter, stallAfter } = fault;
  const end = Math.min(cutAfter ?? Infinity, resetAfter ?? Infinity, stallAfter ?? Infinity, body.length);
  if (!(await send(exchange, body.subarray(0, end)))) return;
  if (end === stallAfter) request.state = 'stalled';
  else if (end === cutAfter || end === resetAfter) {
    request.state = 'cut';
    if (end === resetAfter) response.socket?.resetAndDestroy();
    else response.destroy();
  } else response.end();
  tell();
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

function compose({ request, content }: Exchange, fault: Fault): Answer {
  const text = (status: number, headers: Record<string, string> = {}): Answer => ({
    status,
    headers: { 'content-type': 'text/plain', ...headers },
    body: Buffer.from(`status ${status}\n`),
  });
  if (request.method === 'OPTIONS') return { status: 204, headers: {}, body: Buffer.alloc(0) };
  if (fault.redirect !== undefined) return text(fault.status ?? 302, { location: fault.redirect });
  if (fault.status !== undefined) return text(fault.status);
  if (fault.page) {
    const body = Buffer.from('<!doctype html><title>Log in</title><p>Welcome to the network. Please log in.</p>');
    return { status: 200, headers: { 'content-type': 'text/html' }, body };
  }
  if (!content) return text(404);
  return composeFile(request, content, fault);
}

function composeFile({ range: asked, headers: sent }: SeenRequest, content: Uint8Array, fault: Fault): Answer {
  const etag = fault.etag ?? `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`;
  const ifRange = sent['if-range'];
  const unchanged = ifRange === undefined || ifRange === etag || ifRange === lastModified;
  const range = unchanged && !fault.ignoreRange ? asked : undefined;
  if (range && range.start >= content.length) {
    return { status: 416, headers: { 'content-range': `bytes */${content.length}` }, body: Buffer.alloc(0) };
  }
  const start = range?.start ?? 0;
  const end = Math.min(range?.end ?? Infinity, content.length);
  let body: Uint8Array = Buffer.from(content.subarray(start, end));
  const wrong = (fault.corruptAt ?? -1) - start;
  if (wrong >= 0 && wrong < body.length) body[wrong] = (body[wrong] as number) ^ 0xff;
  if (fault.missingBytes) body = body.subarray(0, Math.max(0, body.length - fault.missingBytes));
  if (fault.extraBytes) body = Buffer.concat([body, Buffer.alloc(fault.extraBytes)]);
  if (fault.gzip) body = gzipSync(body);
  return {
    status: range ? 206 : 200,
    headers: {
      'content-type': 'application/octet-stream',
      'last-modified': lastModified,
      etag,
      ...(!fault.ignoreRange && { 'accept-ranges': 'bytes' }),
      ...(range && { 'content-range': `bytes ${start}-${end - 1}/${content.length}` }),
      ...(fault.gzip && { 'content-encoding': 'gzip' }),
    },
    body,
  };
}

/** @returns Whether all of it went out; not when the client left. */
async function send({ request, response }: Exchange, body: Uint8Array): Promise<boolean> {
  const pieceBytes = 64 << 10;
  for (let at = 0; at < body.length; at += pieceBytes) {
    const piece = body.subarray(at, at + pieceBytes);
    // The callback comes when the system has it: a slow reader is waited for, and a cut loses nothing that was counted.
    const failure = await new Promise((resolve) => response.write(piece, resolve));
    if (failure || response.destroyed) return false;
    request.sentBytes += piece.length;
  }
  return true;
}

function parseRange(header: string | undefined): SeenRequest['range'] {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '');
  return match ? { start: Number(match[1]), end: match[2] ? Number(match[2]) + 1 : Infinity } : undefined;
}

function corsHeaders({ headers }: IncomingMessage, expose: string | undefined): Record<string, string> {
  const wished = headers['access-control-request-headers'];
  return {
    'access-control-allow-origin': '*',
    ...(expose !== undefined && { 'access-control-expose-headers': expose }),
    ...(wished !== undefined && { 'access-control-allow-headers': wished }),
  };
}
