import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { isNearsideError, type ModelStore, type StoreEstimate, type StoreExplanation } from '@nearside/core';
import { standardManifest } from '@nearside/magika';
import { saveBlob } from '../export/download.ts';
import { formatBytes } from '../format.ts';
import { toFailure, type Failure } from '../rows/failure.ts';
import type { Site } from '../state/site.ts';
import { formsOf } from './hosted.ts';
import { Job, type Work } from './job.ts';
import { keyOf } from './model-key.ts';
import { planImports, type ImportPlan } from './plan-imports.ts';
import { showModels, type ShownModel } from './shown-model.ts';
import { describeVerification } from './words.ts';

/** The room that the site has, and where it keeps models. */
export interface Room {
  readonly estimate: StoreEstimate;
  readonly where: StoreExplanation;
}

/** A download in another tab is forgotten after so long without a word of it: 10 seconds. */
const remoteMs = 10_000;

/** Everything that the page of the models shows and does. One for the document: work goes on while other pages are shown. */
export class Manager {
  readonly #models: ModelStore;
  readonly #site: Site;
  readonly #stored = signal<Awaited<ReturnType<ModelStore['list']>>>([]);
  readonly #hosted = formsOf(__HOSTED_MODELS__);
  readonly #room = signal<Room | undefined>(undefined);
  readonly #failure = signal<Failure | undefined>(undefined);
  readonly #jobs = signal<ReadonlyMap<string, Job>>(new Map());
  readonly #remote = signal<ReadonlyMap<string, number>>(new Map());
  readonly #opened = signal<ReadonlySet<string>>(new Set());
  readonly #notice = signal('');
  readonly #isReady = signal(false);
  #remoteTimer: ReturnType<typeof setTimeout> | undefined;
  #lastImport: Promise<unknown> = Promise.resolve();
  #refreshing: Promise<void> | undefined;
  #isStale = false;

  /** @param site Whose store it shows. */
  constructor(site: Site) {
    this.#site = site;
    this.#models = site.runtime.models;
    void this.#open();
  }

  /** Every model, in the order of the list. */
  readonly models: ReadonlySignal<readonly ShownModel[]> = computed(() => {
    const isRunning = this.#site.engine.state.value.kind === 'ready';
    const { providers } = this.#site.engine;
    const bundled = standardManifest.artefacts
      .filter(({ provider }) => provider === providers[0]?.name)
      .map((artefact) => ({ manifest: standardManifest, artefact, isInUse: isRunning }));
    return showModels({ bundled, stored: this.#stored.value, hosted: this.#hosted });
  });

  /** What is being done, by the model's key. */
  get jobs(): ReadonlySignal<ReadonlyMap<string, Job>> {
    return this.#jobs;
  }

  /** Bytes that another tab has of a model, by the model's key. */
  get remote(): ReadonlySignal<ReadonlyMap<string, number>> {
    return this.#remote;
  }

  /** Undefined until it is known. */
  get room(): ReadonlySignal<Room | undefined> {
    return this.#room;
  }

  /** Why the store cannot be read. */
  get failure(): ReadonlySignal<Failure | undefined> {
    return this.#failure;
  }

  /** Models whose details are shown. */
  get opened(): ReadonlySignal<ReadonlySet<string>> {
    return this.#opened;
  }

  /** The latest that was done, in a sentence. */
  get notice(): ReadonlySignal<string> {
    return this.#notice;
  }

  /** Whether the store was read. */
  get isReady(): ReadonlySignal<boolean> {
    return this.#isReady;
  }

  /** Shows or hides the details of a model. */
  toggle(key: string, isOpen: boolean): void {
    if (this.#opened.value.has(key) === isOpen) return;
    const opened = new Set(this.#opened.value);
    if (isOpen) opened.add(key);
    else opened.delete(key);
    this.#opened.value = opened;
  }

  /** Says which models the files become. */
  plan(files: readonly File[]): ImportPlan[] {
    return planImports(files, this.#hosted);
  }

  /** Whether a model of that name is here, and would be replaced. */
  isHere({ id, provider }: ImportPlan): boolean {
    return this.#stored.value.some((model) => model.id === id && model.provider === provider);
  }

  /** Makes files a model. Several wait for one another: the disk is one. */
  import(plan: ImportPlan): void {
    const { id, provider, files, bytes, manifest } = plan;
    const key = keyOf(id, provider);
    this.#start(key, 'import', id, bytes, async (signal, onBytes) => {
      const turn = this.#lastImport;
      const imported = turn.then(() => {
        signal.throwIfAborted();
        return this.#models.import(files, { id, provider, signal, onBytes, ...(manifest && { manifest }) });
      });
      this.#lastImport = imported.catch(() => undefined);
      await imported;
      this.toggle(key, true);
      this.#say(`${id} is here: ${formatBytes(bytes)}. Its digest is among its details.`);
    });
  }

  /** Downloads a model that the host offers, or goes on with it. */
  download({ key, id, bytes, hosted }: ShownModel): void {
    if (!hosted) return;
    const { manifest, artefact } = hosted;
    this.#start(key, 'download', id, bytes, async (signal, onBytes) => {
      try {
        const held = await this.#models.obtain(manifest, artefact.provider, { artefact, signal, onBytes });
        held.release();
        this.#say(`${id} is here: ${formatBytes(bytes)}.`);
      } catch (error) {
        if (!isNearsideError(error) || error.stage !== 'consent') throw error;
        this.#say(`${id} was not downloaded.`);
      }
    });
  }

  /** Hashes every byte of a model. */
  verify({ key, id, bytes }: ShownModel): void {
    this.#start(key, 'verify', id, bytes, async (signal, onBytes) => {
      this.#say(describeVerification(await this.#models.verify(id, { signal, onBytes }), id));
    });
  }

  /** Does again what failed, or goes on with what was paused. */
  resume(key: string): void {
    const job = this.#jobs.value.get(key);
    if (job) void this.#run(key, job);
  }

  /** Stops a job. A download can go on later; of anything else nothing stays. */
  stop(key: string): void {
    const job = this.#jobs.value.get(key);
    if (!job) return;
    job.stop();
    if (job.kind === 'download') return this.#say(`${job.name} is paused.`);
    this.#forget(key);
    this.#say(
      job.kind === 'import' ? `${job.name} was not imported; nothing of it was kept.` : 'The check was stopped.',
    );
  }

  /** Takes a failure, or a paused download, from the list. */
  dismiss(key: string): void {
    this.#forget(key);
  }

  /**
   * Hands a model's files to the browser, to be saved.
   *
   * @throws What the store throws.
   */
  async save({ id, provider }: ShownModel): Promise<void> {
    const files = (await this.#models.export(id, provider)) ?? {};
    for (const [path, content] of Object.entries(files)) saveBlob(content, path.slice(path.lastIndexOf('/') + 1));
    if (Object.keys(files).length === 0) await this.refresh();
    else this.#say(`${id} goes to your downloads.`);
  }

  /**
   * Deletes a model.
   *
   * @throws NearsideError 'busy' when it is in use.
   */
  async delete({ key, id, provider }: ShownModel): Promise<void> {
    await this.#models.delete(id, provider);
    this.toggle(key, false);
    await this.refresh();
    this.#say(`${id} was deleted.`);
  }

  /** Asks the browser to keep what is stored. */
  async persist(): Promise<void> {
    const isPersistent = await this.#models.persist();
    await this.refresh();
    this.#say(
      isPersistent
        ? 'The browser keeps the models, also when the disk is full.'
        : 'The browser did not agree. Many do once a site is bookmarked, installed or visited more often: try again then.',
    );
  }

  /** Reads everything again; requests that come meanwhile are one more. */
  refresh(): Promise<void> {
    this.#isStale = true;
    return (this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = undefined)));
  }

  async #refresh(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      try {
        const [stored, estimate, where] = await Promise.all([
          this.#models.list(),
          this.#models.estimate(),
          this.#models.explain(),
        ]);
        this.#stored.value = stored;
        this.#room.value = { estimate, where };
        this.#isReady.value = true;
        this.#failure.value = undefined;
      } catch (error) {
        this.#fail(error);
      }
    }
  }

  async #open(): Promise<void> {
    try {
      await this.#models.watch((event) => {
        if (event.type === 'change') void this.refresh();
        else this.#hearRemote(keyOf(event.id, event.provider), event.loadedBytes);
      });
    } catch (error) {
      this.#fail(error);
    }
    await this.refresh();
  }

  #hearRemote(key: string, loadedBytes: number): void {
    // Our own downloads are heard of as well.
    if (this.#jobs.value.get(key)?.progress.value.state === 'running') return;
    this.#remote.value = new Map(this.#remote.value).set(key, loadedBytes);
    clearTimeout(this.#remoteTimer);
    this.#remoteTimer = setTimeout(() => {
      this.#remote.value = new Map();
      void this.refresh();
    }, remoteMs);
  }

  #start(key: string, kind: Job['kind'], name: string, totalBytes: number, work: Work): void {
    this.#jobs.value.get(key)?.stop();
    const job = new Job({ kind, name, totalBytes, work });
    this.#jobs.value = new Map(this.#jobs.value).set(key, job);
    void this.#run(key, job);
  }

  async #run(key: string, job: Job): Promise<void> {
    const isDone = await job.run();
    if (isDone && this.#jobs.value.get(key) === job) this.#forget(key);
    await this.refresh();
  }

  #forget(key: string): void {
    const jobs = new Map(this.#jobs.value);
    jobs.delete(key);
    this.#jobs.value = jobs;
  }

  #say(notice: string): void {
    this.#notice.value = notice;
  }

  #fail(error: unknown): void {
    this.#failure.value = toFailure(error);
  }
}

const managers = new WeakMap<Site, Manager>();

/** The one of a site, made when its page is first shown. */
export function managerOf(site: Site): Manager {
  const manager = managers.get(site) ?? new Manager(site);
  managers.set(site, manager);
  return manager;
}
