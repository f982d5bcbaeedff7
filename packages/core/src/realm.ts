/** Globals that only some realms have, typed once here: everything above type-checks as a worker and as Node, without DOM. */
interface Realm {
  readonly location?: { readonly href: string };
  reportError?(error: unknown): void;
  /** Of a page only. */
  readonly document?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> & {
    readonly visibilityState: 'visible' | 'hidden';
  };
  addEventListener?(type: string, listener: (event: Event) => void): void;
  removeEventListener?(type: string, listener: (event: Event) => void): void;
  readonly localStorage?: { getItem(key: string): string | null; setItem(key: string, value: string): void };
  requestIdleCallback?(work: () => void): unknown;
  readonly isSecureContext?: boolean;
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: {
    readonly connection?: { readonly saveData?: boolean };
    readonly storage?: StorageManagerLike;
    readonly hardwareConcurrency?: number;
    readonly gpu?: Gpu;
    readonly ml?: Ml;
    readonly locks?: Locks;
  };
  readonly WebAssembly?: { validate(bytes: Uint8Array<ArrayBuffer>): boolean };
  readonly trustedTypes?: {
    createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy;
  };
  readonly process?: {
    getBuiltinModule?(name: 'node:fs/promises'): { readFile(path: URL): Promise<Uint8Array> };
    getBuiltinModule?(name: 'node:worker_threads'): WorkerThreads;
  };
}

/** The part of WebGPU that is read. */
export interface Gpu {
  requestAdapter(): Promise<{
    readonly info?: { readonly vendor: string; readonly architecture: string; readonly isFallbackAdapter?: boolean };
    readonly isFallbackAdapter?: boolean;
    readonly features: Iterable<string>;
    readonly limits: { readonly [name: string]: unknown };
  } | null>;
}

/** The part of WebNN that is read. */
export interface Ml {
  createContext(): Promise<{ destroy?(): void }>;
}

/** The part of the storage manager that is used, the private file system apart. */
export interface StorageManagerLike {
  estimate?(): Promise<{ readonly usage?: number; readonly quota?: number }>;
  persist?(): Promise<boolean>;
  persisted?(): Promise<boolean>;
}

/** The part of Web Locks that is used. */
export interface Locks {
  request(name: string, held: () => unknown): Promise<unknown>;
  request(name: string, options: { readonly signal: AbortSignal }, held: () => unknown): Promise<unknown>;
}

/** The part of `node:worker_threads` that is used. */
export interface WorkerThreads {
  readonly Worker: new (script: URL, options: { readonly name: string }) => NodeThread;
  /** Of the thread that asks; null in the main thread. */
  readonly parentPort: object | null;
}

/** A thread of Node, seen from the one that started it. */
export interface NodeThread {
  postMessage(message: unknown, transfer?: readonly unknown[]): void;
  on(event: 'message' | 'error' | 'messageerror' | 'exit', listener: (value: unknown) => void): void;
  terminate(): Promise<number>;
}

/** A Trusted Types policy that signs script URLs. */
export interface ScriptUrlPolicy {
  createScriptURL(url: string): unknown;
}

/** The global object, with what may be missing marked so. */
export const realm: Realm = globalThis as unknown as Realm;
