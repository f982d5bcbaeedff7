import { isNearsideError, messageOf, NearsideError } from './errors.ts';
import { realm } from './realm.ts';
import { sha256Of } from './sha256.ts';

/** What is asked of a file that is fetched whole. */
export interface FetchAssetRequest {
  /** Absolute: http(s), or file: in Node. */
  readonly url: string;
  /** Decoded size in bytes; one more or less is an `integrity` error. */
  readonly bytes: number;
  /** SHA-256 in lower-case hexadecimal, for model files. */
  readonly sha256?: string;
  /** Its abort rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Called with the bytes of each chunk as it arrives. */
  readonly onBytes?: (count: number) => void;
}

/**
 * Fetches a file of known size into memory and verifies it before anybody sees it.
 *
 * @param request What, how large, and how it is recognised.
 * @returns A new array of exactly `bytes` bytes.
 * @throws NearsideError 'network' when it cannot be had, 'integrity' when it is something else; the signal's reason on abort.
 */
export async function fetchAsset(request: FetchAssetRequest): Promise<Uint8Array<ArrayBuffer>> {
  request.signal?.throwIfAborted();
  const bytes = request.url.startsWith('file:') ? await readFile(request) : await download(request);
  await verify(bytes, request);
  return bytes;
}

async function readFile({ url, bytes, onBytes }: FetchAssetRequest): Promise<Uint8Array<ArrayBuffer>> {
  // Node's fetch knows no file: URLs. Asked for at run time, so that no bundler for the web sees the import.
  const fs = realm.process?.getBuiltinModule?.('node:fs/promises');
  if (!fs) throw new NearsideError('unsupported', `cannot read ${url} here`, { stage: 'fetch' });
  try {
    const content = await fs.readFile(new URL(url));
    onBytes?.(content.byteLength);
    const own = new Uint8Array(content);
    return own.byteLength === bytes ? own : rejectSize(url, bytes, `${own.byteLength}`);
  } catch (error) {
    if (isNearsideError(error)) throw error;
    throw new NearsideError('network', `cannot read ${url}: ${messageOf(error)}`, {
      stage: 'fetch',
      cause: error,
      hint: 'Is the package installed whole? Its assets lie beside its modules in dist/.',
    });
  }
}

async function download(request: FetchAssetRequest): Promise<Uint8Array<ArrayBuffer>> {
  const { url, bytes, signal, onBytes } = request;
  const { body } = await get(request);
  if (!body) return rejectSize(url, bytes, '0');
  const content = new Uint8Array(bytes);
  let filled = 0;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (filled + value.byteLength > bytes) {
        await reader.cancel();
        return rejectSize(url, bytes, 'more');
      }
      content.set(value, filled);
      filled += value.byteLength;
      onBytes?.(value.byteLength);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (isNearsideError(error)) throw error;
    throw new NearsideError('network', `the download of ${url} broke off after ${filled} of ${bytes} bytes`, {
      stage: 'fetch',
      cause: error,
    });
  }
  return filled === bytes ? content : rejectSize(url, bytes, `${filled}`);
}

async function get({ url, signal }: FetchAssetRequest): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin', ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw new NearsideError('network', `cannot fetch ${url}: ${messageOf(error)}`, {
      stage: 'fetch',
      cause: error,
      hint: "Check the connection, the page's connect-src, and CORS when the file is on another origin.",
    });
  }
  if (response.ok) return response;
  await response.body?.cancel();
  throw new NearsideError('network', `${url} answered ${response.status}`, {
    stage: 'fetch',
    retryable: response.status === 429 || response.status >= 500,
    hint:
      response.status === 404
        ? 'The assets are not where the bundle looks: run `npx nearside-assets copy DIR` and pass assetBase, see docs/packaging.md.'
        : 'The server refused the file.',
  });
}

function rejectSize(url: string, want: number, got: string): never {
  throw new NearsideError('integrity', `${url} has ${got} bytes where ${want} were expected`, {
    stage: 'verify',
    hint: 'Another file is served there: an error page, or the asset of another release.',
  });
}

/**
 * Verifies a file that came in another way.
 *
 * @param bytes Unchanged.
 * @param request What it should be; `url` names it in the error.
 * @throws NearsideError 'integrity' when it is something else; the signal's reason on abort.
 */
export async function verifyBytes(bytes: Uint8Array<ArrayBuffer>, request: FetchAssetRequest): Promise<void> {
  if (bytes.byteLength !== request.bytes) rejectSize(request.url, request.bytes, `${bytes.byteLength}`);
  await verify(bytes, request);
}

async function verify(bytes: Uint8Array<ArrayBuffer>, { url, sha256: want, signal }: FetchAssetRequest): Promise<void> {
  if (want === undefined) return;
  const got = await sha256Of(bytes);
  signal?.throwIfAborted();
  if (got !== want) {
    throw new NearsideError('integrity', `${url} has SHA-256 ${got} where ${want} was expected`, {
      stage: 'verify',
      hint: 'The file was changed or damaged on its way: load it again, or check what the server holds.',
    });
  }
}
