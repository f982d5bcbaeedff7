import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { isNearsideError, type ModelStore } from '@nearside/core';
import { standardManifest } from '@nearside/magika';
import { saveBlob } from '../export/download.ts';
import { formatBytes } from '../format.ts';
import type { Site } from '../state/site.ts';
import { formsOf } from './hosted.ts';
import { Job, type Work } from './job.ts';
import { keyOf } from './model-key.ts';
import { planImports, type ImportPlan } from './plan-imports.ts';
import { showModels, type ShownModel } from './shown-model.ts';
import { StoreView } from './store-view.ts';
import { describeVerification } from './words.ts';

/** Everything that the page of the models shows and does. One for the document: work goes on while other pages are shown. */
export class Manager {
  /** What is stored. */
  readonly store: StoreView;
  readonly #models: ModelStore;
  readonly #site: Site;
  readonly #hosted = formsOf(hostedManifests);
  readonly #jobs = signal<ReadonlyMap<string, Job>>(new Map());
  readonly #opened = signal<ReadonlySet<string>>(new Set());
  readonly #notice = signal('');
  #lastImport: Promise<unknown> = Promise.resolve();

  /** @param site Whose store it shows. */
  constructor(site: Site) {
    this.#site = site;
    this.#models = site.runtime.models;
    this.store = new StoreView(this.#models);
  }

  /** Every model, in the order of the list. */
  readonly models: ReadonlySignal<readonly ShownModel[]> = computed(() => {
    const { state, providers } = this.#site.engine;
    const isInUse = state.value.kind === 'ready';
    const bundled = formsOf([standardManifest])
      .filter(({ artefact }) => artefact.provider === providers[0]?.name)
      .map((form) => ({ ...form, isInUse }));
    return showModels({ bundled, stored: this.store.stored.value, hosted: this.#hosted });
  });

  /** What is being done, by the model's key. */
  get jobs(): ReadonlySignal<ReadonlyMap<string, Job>> {
    return this.#jobs;
  }

  /** Models whose details are shown. */
  get opened(): ReadonlySignal<ReadonlySet<string>> {
    return this.#opened;
  }

  /** The latest that was done, in a sentence. */
  get notice(): ReadonlySignal<string> {
    return this.#notice;
  }

  /** Shows or hides the details of a model. */
  toggle(key: string, isOpen: boolean): void {
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
    return this.store.stored.value.some((model) => model.id === id && model.provider === provider);
  }

  /** Makes files a model. Several wait for one another: the disk is one. */
  import({ id, provider, files, bytes, manifest }: ImportPlan): void {
    const key = keyOf(id, provider);
    this.#start(key, 'import', id, bytes, async (abort, onBytes) => {
      const imported = this.#lastImport.then(() => {
        abort.throwIfAborted();
        return this.#models.import(files, { id, provider, signal: abort, onBytes, ...(manifest && { manifest }) });
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
    this.#start(key, 'download', id, bytes, async (abort, onBytes) => {
      try {
        const held = await this.#models.obtain(manifest, artefact.provider, { artefact, signal: abort, onBytes });
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
    this.#start(key, 'verify', id, bytes, async (abort, onBytes) => {
      this.#say(describeVerification(await this.#models.verify(id, { signal: abort, onBytes }), id));
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
    this.dismiss(key);
    this.#say(
      job.kind === 'import' ? `${job.name} was not imported; nothing of it was kept.` : 'The check was stopped.',
    );
  }

  /** Takes a failure, or a paused download, from the list. */
  dismiss(key: string): void {
    const jobs = new Map(this.#jobs.value);
    jobs.delete(key);
    this.#jobs.value = jobs;
    this.store.forget(key);
  }

  /**
   * Hands a model's files to the browser, to be saved.
   *
   * @throws What the store throws.
   */
  async save({ id, provider }: ShownModel): Promise<void> {
    const files = await this.#models.export(id, provider);
    if (!files) return this.store.refresh();
    for (const [path, content] of Object.entries(files)) saveBlob(content, path.slice(path.lastIndexOf('/') + 1));
    this.#say(`${id} goes to your downloads.`);
  }

  /**
   * Deletes a model.
   *
   * @throws NearsideError 'busy' when it is in use.
   */
  async delete({ key, id, provider }: ShownModel): Promise<void> {
    await this.#models.delete(id, provider);
    this.toggle(key, false);
    await this.store.refresh();
    this.#say(`${id} was deleted.`);
  }

  /** Asks the browser to keep what is stored. */
  async persist(): Promise<void> {
    const isPersistent = await this.#models.persist();
    await this.store.refresh();
    this.#say(
      isPersistent
        ? 'The browser keeps the models, also when the disk is full.'
        : 'The browser did not agree. Many do once a site is bookmarked, installed or visited more often: try again then.',
    );
  }

  #start(key: string, kind: Job['kind'], name: string, totalBytes: number, work: Work): void {
    this.#jobs.value.get(key)?.stop();
    const job = new Job({ kind, name, totalBytes, work });
    this.#jobs.value = new Map(this.#jobs.value).set(key, job);
    void this.#run(key, job);
  }

  async #run(key: string, job: Job): Promise<void> {
    const isDone = await job.run();
    if (isDone && this.#jobs.value.get(key) === job) this.dismiss(key);
    await this.store.refresh();
  }

  #say(notice: string): void {
    this.#notice.value = notice;
  }
}

const managers = new WeakMap<Site, Manager>();

/** The one of a site, made when its page is first shown. */
export function managerOf(site: Site): Manager {
  const manager = managers.get(site) ?? new Manager(site);
  managers.set(site, manager);
  return manager;
}
