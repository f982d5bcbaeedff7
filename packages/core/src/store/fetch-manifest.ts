import { isNearsideError, NearsideError } from '../errors.ts';
import { brokenOff } from '../model/fetch-errors.ts';
import { maxManifestBytes } from '../manifest/manifest-limits.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import { systemClock, type Clock } from './download/clock.ts';
import type { FetchPolicy } from './download/fetch-policy.ts';
import { Server } from './download/server.ts';
import { orStalled } from './download/stall.ts';
import { PieceReader } from './piece-reader.ts';

/**
 * Fetches a manifest and reads it as hostile input. One attempt: it is small, and whoever asked may ask again.
 *
 * @param url Absolute, http(s).
 * @param policy Whom the page lets us contact.
 * @param signal Its abort rejects with its reason.
 * @param clock For tests. Default: the real one.
 * @returns The manifest, its sources absolute: relative ones count from `url`, and without any its files lie beside it.
 * @throws NearsideError 'network', 'policy', or 'model-invalid', also when it is too large, of which no more is loaded.
 */
export async function fetchManifest(
  url: string,
  policy: FetchPolicy,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<Manifest> {
  signal.throwIfAborted();
  const server = new Server({ url }, maxManifestBytes, policy, clock);
  const bytes = await server.request(signal, async (own) => {
    const response = await server.askFile(own);
    return readBody(response, url, clock, signal);
  });
  const manifest = readManifest(bytes);
  const sources = (manifest.sources ?? [{ base: '.' }]).map((source) => ({
    ...source,
    base: new URL(source.base, url).href,
  }));
  return { ...manifest, sources };
}

async function readBody(
  response: Response,
  url: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  const pieces = new PieceReader(async () =>
    reader ? orStalled(reader.read(), url, clock) : { done: true, value: undefined },
  );
  // Decoded bytes are counted, as they come: a small body may hold a large one.
  const room = new Uint8Array(maxManifestBytes + 1);
  let got = 0;
  try {
    await pieces.readInto(room, (count) => (got += count));
  } catch (error) {
    signal.throwIfAborted();
    throw isNearsideError(error) ? error : brokenOff(url, got, maxManifestBytes, error);
  }
  if (got <= maxManifestBytes) return room.slice(0, got);
  throw new NearsideError('model-invalid', `${url} is no manifest: more than maxManifestBytes (${maxManifestBytes})`, {
    stage: 'fetch',
  });
}
