import { isNearsideError, messageOf, NearsideError } from '../errors.ts';
import { brokenOff, cannotFetch, refusedFetch, wrongDigest, wrongSize } from './fetch-errors.ts';
import { realm } from '../realm.ts';
import { checkSize } from '../store/chunks.ts';
import { sha256Of } from '../sha256.ts';
import { traced } from '../trace/tracer.ts';

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
  /** Called with the bytes of each chunk as it arrives; with a number below 0 when they are thrown away. */
  readonly onBytes?: (count: number) => void;
}

/**
 * Fetches a file of known size into memory and verifies it before anybody sees it. What is wrong is asked for once more, past
 * the browser's cache.
 *
 * @param request What, how large, and how it is recognised.
 * @returns A new array of exactly `bytes` bytes.
 * @throws NearsideError 'network' when it cannot be had, 'integrity' when it is something else, 'model-invalid' when
 *   `bytes` is no size; the signal's reason on abort.
 */
export async function fetchAsset(request: FetchAssetRequest): Promise<Uint8Array<ArrayBuffer>> {
  request.signal?.throwIfAborted();
  checkSize(request.url, request.bytes);
  if (!request.url.startsWith('file:')) return fetchVerified(request);
  const bytes = await readFile(request);
  await verify(bytes, request);
  return bytes;
}

/** Of `fetch`: as the server said, or past the cache. */
type CacheMode = 'default' | 'reload';

async function fetchVerified(request: FetchAssetRequest): Promise<Uint8Array<ArrayBuffer>> {
  let counted = 0;
  const onBytes = (count: number) => {
    counted += count;
    request.onBytes?.(count);
  };
  try {
    return await downloadVerified({ ...request, onBytes }, 'default');
  } catch (error) {
    if (!isNearsideError(error) || error.code !== 'integrity') throw error;
    // The browser's cache may keep for a year what a captive portal or a deploy answered once: what counts is the server's word.
    request.onBytes?.(-counted);
    return downloadVerified(request, 'reload');
  }
}

async function downloadVerified(request: FetchAssetRequest, cache: CacheMode): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await download(request, cache);
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
    if (own.byteLength !== bytes) throw wrongSize(url, bytes, own.byteLength);
    return own;
  } catch (error) {
    if (isNearsideError(error)) throw error;
    throw new NearsideError('network', `cannot read ${url}: ${messageOf(error)}`, {
      stage: 'fetch',
      cause: error,
      hint: 'Is the package installed whole? Its assets lie beside its modules in dist/.',
    });
  }
}

async function download(request: FetchAssetRequest, cache: CacheMode): Promise<Uint8Array<ArrayBuffer>> {
  const { url, bytes, signal, onBytes } = request;
  const { body } = await get(request, cache);
  if (!body) throw wrongSize(url, bytes, 0);
  const content = new Uint8Array(bytes);
  let filled = 0;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (filled + value.byteLength > bytes) {
        await reader.cancel();
        throw wrongSize(url, bytes, 'more');
      }
      content.set(value, filled);
      filled += value.byteLength;
      onBytes?.(value.byteLength);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (isNearsideError(error)) throw error;
    throw brokenOff(url, filled, bytes, error);
  }
  if (filled !== bytes) throw wrongSize(url, bytes, filled);
  return content;
}

async function get({ url, signal }: FetchAssetRequest, cache: CacheMode): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin', cache, ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw cannotFetch(url, error);
  }
  if (response.ok) return response;
  await response.body?.cancel();
  throw refusedFetch(
    url,
    response.status,
    'The assets are not where the bundle looks: run `npx nearside-assets copy DIR` and pass assetBase, see docs/packaging.md.',
  );
}

/**
 * Verifies a file that came in another way.
 *
 * @param bytes Unchanged.
 * @param request What it should be; `url` names it in the error.
 * @throws NearsideError 'integrity' when it is something else; the signal's reason on abort.
 */
export async function verifyBytes(bytes: Uint8Array<ArrayBuffer>, request: FetchAssetRequest): Promise<void> {
  if (bytes.byteLength !== request.bytes) throw wrongSize(request.url, request.bytes, bytes.byteLength);
  await verify(bytes, request);
}

async function verify(bytes: Uint8Array<ArrayBuffer>, { url, sha256: want, signal }: FetchAssetRequest): Promise<void> {
  if (want === undefined) return;
  const got = await traced('verify', { bytes: bytes.length, attributes: { file: url } }, () => sha256Of(bytes));
  signal?.throwIfAborted();
  if (got !== want) throw wrongDigest(url, want, got);
}
