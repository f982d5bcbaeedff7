import { resolveAsset, type Asset, type AssetBase } from './assets.ts';
import { probeCapabilities } from './capabilities.ts';
import type { ProviderDescriptor } from './execution-provider.ts';
import { NearsideError } from './errors.ts';
import { Lease } from './lease.ts';
import type { Manifest } from './manifest/manifest.ts';
import type { CapabilityReport, ReportSubject } from './report/capability-report.ts';
import { pageMemory, type ChoiceMemory } from './selection/choice-memory.ts';
import { probesFor, requirementsOf } from './selection/requirements.ts';
import { selectProvider } from './selection/select-provider.ts';
import type { Selection, SelectionWish } from './selection/selection.ts';
import { destinationOf, openConnection } from './connection/open-connection.ts';
import { RuntimeListeners, type RuntimeEvents, type RuntimeListener } from './runtime-events.ts';
import { trustedTypesPolicy } from './connection/start-worker.ts';
import { Failover } from './supervisor/failover.ts';
import { Pool } from './supervisor/pool.ts';
import { Supervisor } from './supervisor/supervisor.ts';
import { lazyModels } from './store/lazy-models.ts';
import type { ModelStore } from './store/model-store.ts';
import type { LeaseStore, ModelStoreOptions } from './store/store-options.ts';
import { StoredFiles } from './model/stored-files.ts';
import type { Service, Task } from './task.ts';
import type { StartRequest, WireProvider } from './connection/start-request.ts';

/** How a page wants Nearside to run. Every field has a default that needs no configuration. */
export interface RuntimeOptions extends ModelStoreOptions {
  /** Where assets are served from, when it is not beside the bundle. */
  readonly assetBase?: AssetBase;
  /**
   * `false` runs tasks in-process, as Node does by default; `'thread'` runs them in threads of Node, which live until the
   * last client is destroyed; a function starts the page's own worker, whose script calls `serve`.
   */
  readonly worker?: false | 'thread' | ((task: string) => Worker);
  /** Where the wish `fastest` remembers what it measured. Default: the page's `localStorage`. */
  readonly choices?: ChoiceMemory;
}

/** Where a model store's service is leased from: a runtime of its own, so that its worker is not the page's. */
function leaseStore({ assetBase, worker }: RuntimeOptions): LeaseStore {
  const runtime = (options: RuntimeOptions) => createRuntime({ ...options, ...(assetBase && { assetBase }) });
  return (task, script, where, options) => {
    const request = { worker: script, providers: [], options };
    if (where === 'here') return runtime({ worker: false }).lease(task, request);
    if (worker === false || worker === 'thread' || destinationOf(script).isInProcess) {
      throw new NearsideError('unsupported', 'the runtime was made without workers, or there is no page', {
        stage: 'start',
      });
    }
    return runtime({}).lease(task, request);
  };
}

/** What a task's client asks of the runtime. */
export interface LeaseRequest<O> {
  /** The task's self-contained worker script. */
  readonly worker: Asset;
  /** Providers to try, best first. */
  readonly providers: readonly ProviderDescriptor[];
  /** The model's files by the path that its manifest gives them, beyond those the providers bring. */
  readonly modelFiles?: Readonly<Record<string, Asset>>;
  /** Exceptions the caller allows. */
  readonly wish?: SelectionWish;
  /** Workers at most; a further one starts only when calls pile up. Default 1. In-process there is one. */
  readonly workers?: number;
  /** The task's own options, plain JSON: leases of equal options share a worker. */
  readonly options: O;
}

/** Hosts tasks. Leases with equal requests share one worker. */
export interface Runtime {
  /** The models of this origin: what is stored, and where the rest comes from. */
  readonly models: ModelStore;
  /**
   * Takes a share in a task; its worker is started by the lease's own `start()`.
   *
   * @param task The contract.
   * @param request URLs, providers and options.
   * @throws NearsideError 'policy' or 'invalid-input' when an asset's URL cannot be used.
   */
  lease<S extends Service<S>, O>(task: Task<S, O>, request: LeaseRequest<O>): Lease<S, O>;
  /**
   * Says what would be tried for a model here, and what not and why, without loading anything.
   *
   * @param manifest The model.
   * @param providers Candidates, best first.
   * @param wish Exceptions the caller allows.
   */
  explain(
    manifest: Manifest,
    providers: readonly ProviderDescriptor[],
    wish?: SelectionWish,
  ): Promise<Selection<ProviderDescriptor>>;
  /**
   * Says what this browser has, and which provider each task would take and why not the others, without loading anything:
   * for a page to show, and with `formatReport` for a bug report.
   *
   * @param subjects The tasks that the page offers.
   */
  report(subjects: readonly ReportSubject[]): Promise<CapabilityReport>;
  /**
   * Listens to what happens: `providerchange`, or `span` for tracing.
   *
   * @param type Of the event.
   * @param listener Called with each.
   * @returns Ends it.
   */
  on<E extends keyof RuntimeEvents>(type: E, listener: RuntimeListener<E>): () => void;
}

/** What leases of equal requests share. */
interface SharedTask {
  readonly pool: unknown;
  readonly files: StoredFiles;
  leases: number;
  /** Aborted with the last lease. */
  readonly ended: AbortController;
  readonly onStarted: () => void;
}

/**
 * Makes a runtime. A page needs one only to change where assets come from or where tasks run.
 *
 * @param options All optional.
 */
export function createRuntime(options: RuntimeOptions = {}): Runtime {
  const shared = new Map<string, SharedTask>();
  const listeners = new RuntimeListeners();
  const memory = options.choices ?? pageMemory();
  // Imported when it is first used: a page whose models are small has none of it.
  const models = lazyModels(async () => {
    const { openModelStore } = await import('./store/store-client.ts');
    return openModelStore(options, leaseStore(options));
  });
  return {
    models,
    on: (type, listener) => listeners.on(type, listener),
    lease<S extends Service<S>, O>(task: Task<S, O>, request: LeaseRequest<O>): Lease<S, O> {
      const start = resolveRequest(request, options);
      const destination = destinationOf(request.worker, options.worker, options.assetBase);
      const limits = { size: destination.isInProcess ? 1 : (request.workers ?? 1), maxQueued: task.maxQueued };
      const key = JSON.stringify([task.name, task.version, destination.workerHref, limits, start]);
      const open = (signal: AbortSignal) => openConnection(task, destination, options.worker, signal);
      const makeEntry = () => {
        const files = new StoredFiles(models, start.modelFiles);
        const { answer } = files;
        const prefersFastest = start.wish.prefer === 'fastest';
        const started = prefersFastest ? { ...start, timings: memory.read() } : start;
        const make = (failover: Failover) => new Supervisor(task, { request: started, open, answer, failover });
        const pool = new Pool(limits, new Failover(task.name, listeners.providerChanged), make);
        const ended = new AbortController();
        const measure = async () => {
          const { startCanary } = await import('./selection/start-canary.ts');
          const parts = { request: start, running: pool.explanations, memory, models, answer, open };
          const budgetMs = task.startBudgetMs;
          await startCanary({ ...parts, isBusy: () => pool.isBusy, signal: ended.signal, budgetMs });
        };
        // In-process there is no realm of its own to measure in.
        const hasChoice = prefersFastest && start.providers.length > 1 && !destination.isInProcess;
        const onStarted = hasChoice ? once(measure) : () => undefined;
        return { pool, files, leases: 0, ended, onStarted };
      };
      const entry = shared.get(key) ?? makeEntry();
      shared.set(key, entry);
      entry.leases += 1;
      // The key names the task, so the pool under it is one of its type.
      const pool = entry.pool as Pool<S, O>;
      const onReleased = () => {
        entry.leases -= 1;
        if (entry.leases > 0) return;
        shared.delete(key);
        const error = new NearsideError('destroyed', `the last ${task.name} was destroyed`);
        pool.stop(error);
        entry.ended.abort(error);
        entry.files.release();
      };
      return new Lease(task, pool, onReleased, entry.onStarted);
    },
    async report(subjects) {
      const { takeReport } = await import('./report/capability-report.ts');
      return takeReport(subjects);
    },
    async explain(manifest, providers, wish) {
      const probes = probesFor(requirementsOf(providers, manifest));
      return selectProvider(providers, manifest, await probeCapabilities(probes), wish);
    },
  };
}

let lazyDefault: Runtime | undefined;

/** The runtime that clients use when they are given none: no options, made on first use, shared by the whole realm. */
export function defaultRuntime(): Runtime {
  return (lazyDefault ??= createRuntime());
}

function resolveRequest<O>(
  { providers, modelFiles, wish, options }: LeaseRequest<O>,
  { assetBase }: RuntimeOptions,
): StartRequest {
  return {
    providers: providers.map(({ name, version, requires, module, files }): WireProvider => ({
      name,
      version,
      requires,
      moduleUrl: module && resolveAsset(module, assetBase),
      files: mapValues(files, (file) => ({ url: resolveAsset(file, assetBase), bytes: file.bytes })),
    })),
    modelFiles: mapValues(
      Object.assign({}, modelFiles, ...providers.map((provider) => provider.modelFiles)) as Record<string, Asset>,
      (file) => resolveAsset(file, assetBase),
    ),
    wish: wish ?? {},
    trustedTypesPolicy,
    options,
  };
}

/** For work that is done beside, once: nobody waits for it, and its failure is nobody's. */
function once(work: () => Promise<void>): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work().catch(() => undefined);
  };
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
