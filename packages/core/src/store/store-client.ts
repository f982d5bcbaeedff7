import { NearsideError } from '../errors.ts';
import type { CallOptions } from '../lease.ts';
import { checkForm, isName } from '../manifest/check-form.ts';
import { artefactFor, type Artefact, type ModelManifest } from '../manifest/manifest.ts';
import { sumBytes } from '../model/model-files.ts';
import { MonitorFeed } from '../monitor.ts';
import { race } from '../abort/race.ts';
import { Slots } from '../abort/slots.ts';
import { realm } from '../realm.ts';
import { encodeError } from '../wire/errors.ts';
import { formOf, keyOf, parseKey } from './commit-record.ts';
import { askConsent } from './consent.ts';
import { originLocks } from './locks.ts';
import { estimateStorage } from './make-room.ts';
import type { HeldModel, ModelStore, ObtainOptions } from './model-store.ts';
import type { WantedModel } from './read-stored.ts';
import { useLockOf } from './shelf.ts';
import { sourcesOf } from './sources.ts';
import { openStoreChannel } from './store-channel.ts';
import { StoreHost } from './store-host.ts';
import type { LeaseStore, ModelStoreOptions } from './store-options.ts';
import type { ObtainArgument, StoreReport } from './store-contract.ts';

/** A model was not hashed whole for so long: 7 days. It is, when the page has nothing else to do. */
const rehashAfterMs = 7 * 24 * 3600 * 1000;
/** Models that are fetched at a time: fewer than a worker has calls in flight, since each may ask the page for headers by one more. */
const maxObtaining = 8;

/**
 * The store as a page sees it. Asks the user, makes every URL, and holds what is in use; the rest is done by the service
 * behind the lease.
 *
 * @param options The page's.
 * @param lease Of the runtime.
 */
export function openModelStore(options: ModelStoreOptions, lease: LeaseStore): ModelStore {
  const host = new StoreHost(lease, options);
  const rehashed = new Set<string>();
  const obtaining = new Slots(maxObtaining);

  /** Runs a call of the service and answers what it asks meanwhile. */
  const reporting = (onBytes?: (loadedBytes: number) => void) => (report: unknown) => {
    const message = report as StoreReport;
    if (message.type === 'progress') onBytes?.(message.loadedBytes);
    else if (message.type === 'warning') options.logger?.warn(`nearside: ${message.message}`);
    else if (message.type === 'headers') {
      // Where even that cannot be said, the service is gone, and its call with it.
      void answerHeaders(message.question, message.url).catch(() => undefined);
    }
  };
  const answerHeaders = async (question: number, url: string) => {
    try {
      const headers = (await options.authorize?.(url)) ?? {};
      await host.call('answerHeaders', { question, headers: { ...headers } });
    } catch (error) {
      await host.call('answerHeaders', { question, error: encodeError(error) });
    }
  };

  /** Hashes all of a model that was not for a week, when the page is idle: once in its life. */
  const rehashWhenIdle = async (key: string) => {
    if (rehashed.has(key)) return;
    rehashed.add(key);
    const model = (await host.call('list', undefined)).find((one) => keyOf(one) === key);
    // A clock that was turned back makes an age below 0: as good as any.
    if (!model || model.storage === 'memory' || Math.abs(Date.now() - model.verifiedAtMs) < rehashAfterMs) return;
    const { id, provider } = model;
    whenIdle(() => void host.call('verify', { id, provider }).catch(() => undefined));
  };

  const obtainInTurn = async (argument: ObtainArgument, link: CallOptions) => {
    await obtaining.take(link.signal);
    try {
      return await host.call('obtain', argument, link);
    } finally {
      obtaining.give();
    }
  };

  const obtain = async (manifest: ModelManifest, provider: string, call: ObtainOptions = {}): Promise<HeldModel> => {
    const { signal, monitor, onBytes, urls, artefact } = call;
    signal?.throwIfAborted();
    // First: a callback that throws must not leave anything behind.
    const feed = monitor && new MonitorFeed(monitor);
    const wanted = wantedModel(manifest, provider, artefact);
    const { sources, origins } = sourcesOf(manifest, wanted.files, urls);
    const allowedOrigins = [...new Set([...origins, ...(options.allowedOrigins ?? [])])];
    const totalBytes = sumBytes(wanted.files);
    // Before anybody looks whether it is there: from here on nobody takes it away.
    const lock = await originLocks().take(useLockOf(keyOf(wanted)), { mode: 'shared', signal });
    try {
      const stored = await host.call('stored', wanted, { signal });
      if (!stored) {
        const { missingBytes } = await host.call('inspect', wanted, { signal });
        await race(askConsent(consentFor(wanted, missingBytes, sources), options.onConsent), signal);
      }
      const argument: ObtainArgument = {
        wanted,
        sources,
        allowedOrigins,
        asksHeaders: options.authorize !== undefined,
      };
      const onProgress = reporting((loadedBytes) => {
        onBytes?.(loadedBytes);
        feed?.progress({ loadedBytes, totalBytes });
      });
      const files = stored ?? (await obtainInTurn(argument, { signal, onProgress }));
      feed?.progress({ loadedBytes: totalBytes, totalBytes });
      feed?.done();
      onBytes?.(totalBytes);
      if (stored) void rehashWhenIdle(keyOf(wanted)).catch(() => undefined);
      return { files, release: () => lock.release() };
    } catch (error) {
      lock.release();
      throw error;
    }
  };

  return {
    obtain,
    async availability(manifest, provider, { urls } = {}) {
      if (!artefactFor(manifest, provider)) return 'unavailable';
      const wanted = wantedModel(manifest, provider);
      const { isStored, isDownloading } = await host.call('inspect', wanted);
      if (isStored) return 'available';
      if (isDownloading) return 'downloading';
      const { sources } = sourcesOf(manifest, wanted.files, urls);
      return wanted.files.every(({ path }) => sources[path]?.length) ? 'downloadable' : 'unavailable';
    },
    async open(id, provider) {
      const model = (await host.call('list', undefined)).find(
        (one) => one.id === id && one.provider === (provider ?? one.provider),
      );
      if (!model) return undefined;
      const lock = await originLocks().take(useLockOf(keyOf(model)), { mode: 'shared' });
      const files = await host.call('read', { id, provider: model.provider }).catch(() => undefined);
      if (!files) lock.release();
      return files && { files, release: () => lock.release() };
    },
    async import(files, { signal, onBytes, manifest, provider, ...names }) {
      signal?.throwIfAborted();
      const wanted = manifest && wantedModel(manifest, provider);
      const id = wanted?.id ?? names.id;
      if (!isName(id)) {
        throw new NearsideError('invalid-input', 'an import needs a manifest, or an id of 1 to 256 letters', {
          stage: 'call',
        });
      }
      const path = wanted?.files[0]?.path;
      const request = {
        id,
        provider,
        form: wanted?.form ?? '',
        version: wanted?.version ?? names.version ?? '',
        licence: wanted?.licence ?? names.licence ?? '',
        files: files instanceof Blob ? { [path ?? files.name]: files } : files,
        ...(wanted && { expected: wanted.files }),
      };
      return host.call('import', request, { signal, onProgress: reporting(onBytes) });
    },
    export: (id, provider) => host.call('read', { id, provider }),
    list: () => host.call('list', undefined),
    delete: (id, provider) => host.call('remove', { id, provider }),
    verify: (id, { signal, onBytes } = {}) => host.call('verify', { id }, { signal, onProgress: reporting(onBytes) }),
    persist: async () => (await realm.navigator?.storage?.persist?.().catch(() => false)) ?? false,
    async estimate() {
      const { usage, quota } = (await estimateStorage()) ?? {};
      const isPersistent = (await realm.navigator?.storage?.persisted?.().catch(() => false)) ?? false;
      return { usage, quota, isPersistent };
    },
    async explain() {
      const { storage, refused } = await host.call('state', undefined);
      return { storage, refused, ...host.where };
    },
    async watch(listener) {
      const channel = openStoreChannel();
      channel.listen((message) => {
        if (message.type === 'change') return listener(message);
        const { id, provider } = parseKey(message.key);
        listener({ type: 'download', id, provider, loadedBytes: message.loadedBytes });
      });
      return () => channel.close();
    },
  };
}

function wantedModel(
  manifest: ModelManifest,
  provider: string,
  artefact: Artefact | undefined = artefactFor(manifest, provider),
): WantedModel {
  if (!artefact) {
    throw new NearsideError('model-invalid', `${manifest.id} has no form for ${provider}`, { stage: 'store' });
  }
  checkForm(manifest, artefact);
  const { id, version, licence } = manifest;
  const { files } = artefact;
  return { id, provider, form: formOf(files), version, licence, files };
}

function consentFor({ id, licence }: WantedModel, bytes: number, sources: ObtainArgument['sources']) {
  const url = Object.values(sources)[0]?.[0]?.url;
  return { bytes, licence, model: id, origin: url === undefined ? '' : new URL(url).origin };
}

function whenIdle(work: () => void): void {
  if (realm.requestIdleCallback) realm.requestIdleCallback(work);
  else setTimeout(work, 1000);
}
