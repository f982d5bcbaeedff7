/** The script of the faults' page: what the rows need in a page, at `globalThis.faults`. */
import * as core from '@nearside/core';
import { readManifest } from '@nearside/core/manifests';
import { ortWasm } from '@nearside/core/ort-wasm';
import { ortWebgpu } from '@nearside/core/ort-webgpu';
import { tinyAnswer, tinyManifest, tinyOnnx } from '@nearside/core/testing';
import { kernel, Magika } from '@nearside/magika';
import { probeTask, type Probe, type ProbeOptions } from './probe-task.ts';

/** What came of something, as a row can read it. */
export interface Attempt<T> {
  readonly value?: T;
  readonly error?: {
    readonly name: string;
    readonly message: string;
    readonly code?: string;
    readonly stage?: string;
    readonly hint?: string;
    readonly retryable?: boolean;
    readonly cause?: string;
  };
  /** From its start until it settled. */
  readonly ms: number;
}

/** What a lease of the probe is made with. */
export interface LeaseOptions {
  /** Path of the worker's script. */
  worker?: string;
  providers?: readonly core.ProviderDescriptor[];
  /** Path or URL of each model file. */
  modelFiles?: Readonly<Record<string, string>>;
  options?: ProbeOptions;
  wish?: core.SelectionWish;
  workers?: number;
  runtime?: core.Runtime;
  signal?: AbortSignal;
}

/** Settles always: with `pending` as its error's name where nothing came in the time given. */
async function attempt<T>(work: () => Promise<T> | T, patienceMs = 30_000): Promise<Attempt<T>> {
  const startMs = performance.now();
  const ms = () => performance.now() - startMs;
  let timer = 0;
  const pending = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error(`nothing within ${patienceMs} ms`), { name: 'pending' }));
    }, patienceMs) as unknown as number;
  });
  try {
    const value = await Promise.race([work(), pending]);
    return { value, ms: ms() };
  } catch (thrown) {
    const { name, message, code, stage, hint, retryable, cause } = thrown as core.NearsideError;
    const error = {
      name,
      message,
      ...(typeof code === 'string' && { code }), // a DOMException has a number there
      stage,
      hint,
      retryable,
      ...(cause !== undefined && { cause: String(cause) }),
    };
    return { error: error as NonNullable<Attempt<T>['error']>, ms: ms() };
  } finally {
    clearTimeout(timer);
  }
}

/** The same, with the time of day at which it settled. */
async function timed<T>(work: () => Promise<T> | T, patienceMs?: number): Promise<Attempt<T> & { settledAt: number }> {
  const attempted = await attempt(work, patienceMs);
  return { ...attempted, settledAt: Date.now() };
}

/** An attempt whose time counts from the abort of a signal. */
async function sinceAbort<T>(signal: AbortSignal, work: () => Promise<T>): Promise<Attempt<T>> {
  let abortedMs = 0;
  signal.addEventListener('abort', () => (abortedMs = performance.now()));
  const attempted = await attempt(work);
  return { ...attempted, ms: performance.now() - abortedMs };
}

function asset(path: string, kind: core.Asset['kind']): core.Asset {
  return { name: path.slice(path.lastIndexOf('/') + 1), url: new URL(path, location.href), kind };
}

/** Takes a lease; `start()` is the caller's. */
function lease({ worker, providers, modelFiles = {}, options, wish, workers, runtime }: LeaseOptions = {}): core.Lease<
  Probe,
  ProbeOptions
> {
  return (runtime ?? core.defaultRuntime()).lease(probeTask(), {
    worker: asset(worker ?? '/faults/probe.worker.js', 'script'),
    providers: providers ?? [ortWasm],
    modelFiles: Object.fromEntries(Object.entries(modelFiles).map(([path, url]) => [path, asset(url, 'data')])),
    options: options ?? {},
    ...(wish && { wish }),
    ...(workers !== undefined && { workers }),
  });
}

/** Takes a lease and starts it. */
async function started(options: LeaseOptions = {}): Promise<core.Lease<Probe, ProbeOptions>> {
  const taken = lease(options);
  await taken.start({ signal: options.signal });
  return taken;
}

/** A healthy call from beginning to end: what follows every fault. */
async function healthy(options: LeaseOptions = {}): Promise<unknown> {
  const taken = await started(options);
  try {
    return await taken.call('echo', 'healthy');
  } finally {
    taken.release();
  }
}

/** A lease that runs the tiny model. */
function tiny(providers: readonly core.ProviderDescriptor[] = [ortWasm], more: LeaseOptions = {}): LeaseOptions {
  const manifest = tinyManifest(providers.map(({ name }) => name));
  return {
    providers,
    modelFiles: { 'tiny.onnx': '/tiny.onnx' },
    ...more,
    options: { manifest, ...more.options },
  };
}

/** Runs the tiny model and compares: `right`, or what came instead. */
async function runTiny(taken: core.Lease<Probe, ProbeOptions> = kept.lease): Promise<string> {
  const got = await taken.call('run', [1, 2, 3, 4]);
  const isRight =
    got.length === 3 && tinyAnswer([1, 2, 3, 4]).every((y, at) => Math.abs(y - (got[at] as number)) < 1e-4);
  return isRight ? 'right' : JSON.stringify(got);
}

/** A runtime that may contact other origins. */
function runtimeFor(allowedOrigins: readonly string[], more: core.RuntimeOptions = {}): core.Runtime {
  return core.createRuntime({ allowedOrigins, onConsent: () => true, ...more } as core.RuntimeOptions);
}

/** Several calls of the same kind as one line: which codes and values came, and the longest time. */
async function settleAll<T>(
  calls: readonly Promise<T>[],
): Promise<{ outcomes: Record<string, number>; longestMs: number }> {
  const settled = await Promise.all(calls.map((call) => attempt(() => call)));
  const outcomes: Record<string, number> = {};
  for (const { error } of settled) {
    const name = error ? (error.code ?? error.name) : 'answered';
    outcomes[name] = (outcomes[name] ?? 0) + 1;
  }
  return { outcomes, longestMs: Math.max(...settled.map(({ ms }) => ms)) };
}

/** A provider of the page's own that lies. */
function liar(lie: string): core.ProviderDescriptor {
  return {
    name: `liar ${lie}`,
    version: '1',
    requires: [],
    module: asset(`/faults/liar.provider.js?lie=${encodeURIComponent(lie)}`, 'script'),
    files: {},
  };
}

/** Every file of the store in OPFS, by its path. */
async function* storedFiles(
  folder?: FileSystemDirectoryHandle,
  path = '',
): AsyncGenerator<{ path: string; handle: FileSystemFileHandle }> {
  const handles = folder ?? (await navigator.storage.getDirectory());
  for await (const [name, handle] of handles as unknown as AsyncIterable<[string, FileSystemHandle]>) {
    if (handle instanceof FileSystemDirectoryHandle) yield* storedFiles(handle, `${path}${name}/`);
    else yield { path: path + name, handle: handle as FileSystemFileHandle };
  }
}

/** Changes the byte at an offset of every stored file that is so long, as a bad disk does. Resolves to how many there were. */
async function rot(offset: number): Promise<number> {
  let count = 0;
  for await (const { handle } of storedFiles()) {
    const file = await handle.getFile();
    if (file.size <= offset) continue;
    const [byte = 0] = new Uint8Array(await file.slice(offset, offset + 1).arrayBuffer());
    const writable = await handle.createWritable({ keepExistingData: true });
    await writable.write({ type: 'write', position: offset, data: Uint8Array.of(byte ^ 0xff) });
    await writable.close();
    count += 1;
  }
  return count;
}

/** Replaces a text in every record of the store. Resolves to how many were changed. */
async function rewriteRecords(from: string, to: string): Promise<number> {
  let count = 0;
  for await (const { path, handle } of storedFiles()) {
    if (!path.includes('/records/')) continue;
    const text = await (await handle.getFile()).text();
    if (!text.includes(from)) continue;
    const writable = await handle.createWritable();
    await writable.write(text.replace(from, to));
    await writable.close();
    count += 1;
  }
  return count;
}

/**
 * Holds a sync handle on every stored file that is free, in a worker, as long as the page lives: for a page
 * without Trusted Types. Resolves to how many.
 */
function holdHandles(): Promise<number> {
  const worker = new Worker('/faults/holder.worker.js', { type: 'module' });
  kept['holder'] = worker;
  return new Promise((resolve) =>
    worker.addEventListener('message', ({ data }) => resolve(data as number), { once: true }),
  );
}

/** What a row keeps from one step to the next. */
const kept = {} as { lease: core.Lease<Probe, ProbeOptions>; runtime: core.Runtime } & Record<string, unknown>;

const faults = {
  core,
  readManifest,
  ortWasm,
  ortWebgpu,
  Magika,
  kernel,
  attempt,
  asset,
  lease,
  started,
  healthy,
  tiny,
  liar,
  settleAll,
  tinyOnnx,
  tinyManifest,
  kept,
  rot,
  rewriteRecords,
  holdHandles,
  /** The leases that a soak holds. */
  soak: { leases: [] as core.Lease<Probe, ProbeOptions>[] },
  timed,
  sinceAbort,
  runTiny,
  runtimeFor,
};

/** What the page offers to the rows. */
export type Faults = typeof faults;

declare global {
  var faults: Faults;
}

Object.assign(globalThis, { faults });
