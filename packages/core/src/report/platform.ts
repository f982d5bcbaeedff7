import { messageOf } from '../errors.ts';
import { realm } from '../realm.ts';

/** What the page's platform has around the models, as plain data. */
export interface Platform {
  /** What the browser calls itself. */
  readonly userAgent: string;
  /** Whether the page is cross-origin isolated, which threads of WebAssembly need. */
  readonly crossOriginIsolated: boolean;
  /** Whether workers can be made: models run in one. */
  readonly workers: boolean;
  /** Web Locks: tell of a killed worker at once, and let tabs share a download. */
  readonly locks: boolean;
  /** Whether tabs can tell each other of a download. */
  readonly broadcastChannel: boolean;
  /** Whether a page can be kept for offline use. */
  readonly serviceWorker: boolean;
  /** JavaScript Promise Integration: WebAssembly that waits without a build of its own. */
  readonly jspi: boolean;
  /** Whether the platform has Trusted Types; whether the page requires them shows when a worker starts. */
  readonly trustedTypes: boolean;
  /** Memory of the device in gibibytes, as the browser rounds it: 0.25 to 32. Undefined where it does not tell. */
  readonly deviceMemoryGiB: number | undefined;
  /** Whether the user asked for little traffic. */
  readonly saveData: boolean;
  /** Where models could be kept. */
  readonly storage: StoragePlatform;
  /** What WebCodecs decodes and encodes. */
  readonly codecs: CodecPlatform;
}

/** Where models could be kept. */
export interface StoragePlatform {
  /** The origin's private files; where they cannot be used, why. */
  readonly opfs: true | string;
  /** The Cache API; where it cannot be used, why. */
  readonly cacheApi: true | string;
  /** Whether it is there: nothing is opened to find out. */
  readonly indexedDb: boolean;
  /** Whether the browser has promised to keep what is stored; undefined where it does not tell. */
  readonly persisted: boolean | undefined;
  /** Bytes the origin may use, as the browser rounds them; undefined where it does not tell. */
  readonly quotaBytes: number | undefined;
  /** Bytes it uses, likewise. */
  readonly usageBytes: number | undefined;
}

/** Video codecs of WebCodecs by their short name: whether a 1280×720 stream of it is supported. Empty without WebCodecs. */
export interface CodecPlatform {
  /** By short name: h264, hevc, vp8, vp9, av1. */
  readonly decode: Readonly<Record<string, boolean>>;
  /** Likewise. */
  readonly encode: Readonly<Record<string, boolean>>;
}

const codecs = { h264: 'avc1.42001f', hevc: 'hev1.1.6.L93.B0', vp8: 'vp8', vp9: 'vp09.00.10.08', av1: 'av01.0.04M.08' };

/** The part of the platform that is read here; every part may be missing. */
interface Host {
  readonly crossOriginIsolated?: boolean;
  readonly Worker?: unknown;
  readonly BroadcastChannel?: unknown;
  readonly indexedDB?: unknown;
  readonly caches?: { has(name: string): Promise<boolean> };
  readonly trustedTypes?: unknown;
  readonly WebAssembly?: { readonly Suspending?: unknown };
  readonly VideoDecoder?: Codec;
  readonly VideoEncoder?: Codec;
  readonly navigator?: {
    readonly userAgent?: string;
    readonly locks?: unknown;
    readonly serviceWorker?: unknown;
    readonly deviceMemory?: number;
    readonly connection?: { readonly saveData?: boolean };
    readonly storage?: {
      getDirectory?(): Promise<unknown>;
      persisted?(): Promise<boolean>;
      estimate?(): Promise<{ quota?: number; usage?: number }>;
    };
  };
}

interface Codec {
  isConfigSupported(config: object): Promise<{ supported?: boolean }>;
}

/** Looks at the platform of the realm it is called in. Sends nothing, stores nothing, asks the user nothing. */
export async function probePlatform(): Promise<Platform> {
  const host = globalThis as unknown as Host;
  const { navigator } = host;
  return {
    userAgent: navigator?.userAgent ?? 'unknown',
    crossOriginIsolated: host.crossOriginIsolated === true,
    workers: host.Worker !== undefined,
    locks: navigator?.locks !== undefined,
    broadcastChannel: host.BroadcastChannel !== undefined,
    serviceWorker: has(() => navigator?.serviceWorker),
    jspi: host.WebAssembly?.Suspending !== undefined,
    trustedTypes: host.trustedTypes !== undefined,
    deviceMemoryGiB: navigator?.deviceMemory,
    saveData: navigator?.connection?.saveData === true,
    storage: await probeStorage(host),
    codecs: {
      decode: await probeCodecs(host.VideoDecoder, {}),
      encode: await probeCodecs(host.VideoEncoder, { width: 1280, height: 720 }),
    },
  };
}

async function probeStorage(host: Host): Promise<StoragePlatform> {
  const storage = host.navigator?.storage;
  const { quota, usage } = await orElse(storage?.estimate?.(), {});
  return {
    // Asked for real: a private window has the function and refuses the call.
    opfs: await works(storage?.getDirectory && (() => storage.getDirectory?.())),
    cacheApi: await works('caches' in host ? async () => host.caches?.has('nearside') : undefined),
    indexedDb: has(() => host.indexedDB),
    persisted: await orElse<boolean | undefined>(storage?.persisted?.(), undefined),
    quotaBytes: quota,
    usageBytes: usage,
  };
}

/** A sandboxed frame throws where some things are only looked at. */
function has(look: () => unknown): boolean {
  try {
    return (look() ?? undefined) !== undefined;
  } catch {
    return false;
  }
}

async function works(use: (() => Promise<unknown> | undefined) | undefined): Promise<true | string> {
  if (!use) return realm.isSecureContext === false ? 'needs HTTPS or localhost' : 'this browser has none';
  try {
    await use();
    return true;
  } catch (error) {
    return `refused: ${messageOf(error)}`;
  }
}

async function orElse<T>(asked: Promise<T> | undefined, otherwise: T): Promise<T> {
  try {
    return (await asked) ?? otherwise;
  } catch {
    return otherwise;
  }
}

async function probeCodecs(codec: Codec | undefined, size: object): Promise<Record<string, boolean>> {
  if (!codec) return {};
  const rows = Object.entries(codecs).map(async ([name, id]) => {
    const { supported = false } = await orElse(codec.isConfigSupported({ codec: id, ...size }), {});
    return [name, supported] as const;
  });
  return Object.fromEntries(await Promise.all(rows));
}
