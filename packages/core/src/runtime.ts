import type { AssetBase } from './assets.ts';
import { probeCapabilities } from './capabilities.ts';
import { destinationOf } from './connection/open-connection.ts';
import { NearsideError } from './errors.ts';
import type { ProviderDescriptor } from './execution-provider.ts';
import { resolveRequest, type LeaseRequest } from './lease-request.ts';
import type { Lease } from './lease.ts';
import { loadPart } from './load-part.ts';
import type { Manifest } from './manifest/manifest.ts';
import type { CapabilityReport, ReportSubject } from './report/capability-report.ts';
import { RuntimeListeners, type RuntimeEvents, type RuntimeListener } from './runtime-events.ts';
import { pageMemory, type ChoiceMemory } from './selection/choice-memory.ts';
import { probesFor, requirementsOf } from './selection/requirements.ts';
import { selectProvider } from './selection/select-provider.ts';
import type { Selection, SelectionWish } from './selection/selection.ts';
import { SharedTask } from './shared-task.ts';
import { lazyModels } from './store/lazy-models.ts';
import type { ModelStore } from './store/model-store.ts';
import type { LeaseStore, ModelStoreOptions } from './store/store-options.ts';
import type { Service, Task } from './task.ts';

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

/**
 * Makes a runtime. A page needs one only to change where assets come from or where tasks run.
 *
 * @param options All optional.
 */
export function createRuntime(options: RuntimeOptions = {}): Runtime {
  const shared = new Map<string, unknown>();
  const listeners = new RuntimeListeners();
  const memory = options.choices ?? pageMemory();
  // Imported when it is first used: a page whose models are small has none of it.
  const models = lazyModels(async () => {
    const { openModelStore } = await loadPart('the model store', () => import('./store/store-client.ts'));
    return openModelStore(options, leaseStore(options));
  });
  return {
    models,
    on: (type, listener) => listeners.on(type, listener),
    lease<S extends Service<S>, O>(task: Task<S, O>, request: LeaseRequest<O>): Lease<S, O> {
      const { worker, assetBase } = options;
      const start = resolveRequest(request, assetBase);
      const destination = destinationOf(request.worker, worker, assetBase);
      const size = destination.isInProcess ? 1 : (request.workers ?? 1);
      const key = JSON.stringify([task.name, task.version, destination.workerHref, size, task.maxQueued, start]);
      const make = () => {
        const parts = { start, destination, worker, early: request.early ?? [], size, models, memory };
        return new SharedTask(task, { ...parts, onProviderChange: listeners.providerChanged });
      };
      // The key names the task, so what is under it is of its type.
      const running = (shared.get(key) as SharedTask<S, O> | undefined) ?? make();
      shared.set(key, running);
      return running.lease(() => shared.delete(key));
    },
    async report(subjects) {
      const { takeReport } = await loadPart('the report', () => import('./report/capability-report.ts'));
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
