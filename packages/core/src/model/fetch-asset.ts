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
  /** Called with the bytes of each chunk as it arrives. */
  readonly onBytes?: (count: number) => void;
}

/**
 * Fetches a file of known size into memory and verifies it before anybody sees it.
 *
 * @param request What, how large, and how it is recognised.
 * @returns A new array of exactly `bytes` bytes.
 * @throws NearsideError 'network' when it cannot be had, 'integrity' when it is something else, 'model-invalid' when
 *   `bytes` is no size; the signal's reason on abort.
 */
export async function fetchAsset(request: FetchAssetRequest): Promise<Uint8Array<ArrayBuffer>> {
  request.signal?.throwIfAborted();
  checkSize(request.url, request.bytes);
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

async function download(request: FetchAssetRequest): Promise<Uint8Array<ArrayBuffer>> {
  const { url, bytes, signal, onBytes } = request;
  const { body } = await get(request);
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

async function get({ url, signal }: FetchAssetRequest): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin', ...(signal && { signal }) });
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
