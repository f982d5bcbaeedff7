import type { Availability } from '../availability.ts';
import type { Artefact, ModelManifest } from '../manifest/manifest.ts';
import type { MonitorCallback } from '../monitor.ts';
import type { StorageKind } from './backends/backend.ts';
import type { RefusedStorage } from './open-shelves.ts';
import type { Verification } from './read-stored.ts';
import type { StoredModel } from './stored-model.ts';

/** How a model is obtained. */
export interface ObtainOptions {
  /** Its abort rejects with its reason within 100 ms; what was downloaded stays for the next time. */
  readonly signal?: AbortSignal | undefined;
  /** Told of the download: `monitor.addEventListener('downloadprogress', …)`. */
  readonly monitor?: MonitorCallback;
  /** Told how many bytes of the model are here. */
  readonly onBytes?: (loadedBytes: number) => void;
  /** Which of the provider's forms, where it has several. Default: the first. */
  readonly artefact?: Artefact;
  /** Where a file is, by its path: asked before the manifest's own sources. */
  readonly urls?: Readonly<Record<string, string>>;
}

/** A model that is here, and stays while it is held. */
export interface HeldModel {
  /** Its files by path. A Blob reads from the disk what is asked of it. */
  readonly files: Readonly<Record<string, Blob>>;
  /** Gives it free: it may be evicted from here on. Safe to call twice; a page that goes away does it by that. */
  release(): void;
}

/** How a model is brought from disk. */
export interface ImportOptions {
  /** What it is called in the store. Needed without a manifest. */
  readonly id?: string;
  /** The provider or engine that runs it. */
  readonly provider: string;
  /** What the files must be. Without it they are trusted on first use: their digests are kept and shown. */
  readonly manifest?: ModelManifest;
  /** SPDX expression. */
  readonly licence?: string;
  /** Of the model, as its makers call it. */
  readonly version?: string;
  /** Its abort rejects with its reason; nothing stays. */
  readonly signal?: AbortSignal | undefined;
  /** Told how many bytes of all files were hashed and written. */
  readonly onBytes?: (writtenBytes: number) => void;
}

/** The room that the origin has. */
export interface StoreEstimate {
  /** Of everything the origin stores, in bytes; undefined where the browser does not say. */
  readonly usage: number | undefined;
  /** What it may store, in bytes; undefined where the browser does not say. */
  readonly quota: number | undefined;
  /** Whether the browser keeps it also when the disk is full. */
  readonly isPersistent: boolean;
}

/** Where models are kept, and why not elsewhere: plain data. */
export interface StoreExplanation {
  /** The place in use. */
  readonly storage: StorageKind;
  /** Better places that are not used, each with the reason. */
  readonly refused: readonly RefusedStorage[];
  /** Whether the store has a worker; without one writing is slower, and an interrupted download starts afresh. */
  readonly isInWorker: boolean;
  /** Why it has none. */
  readonly workerRefused?: string;
}

/** The models of this origin, over all its tabs. */
export interface ModelStore {
  /**
   * Whether a model's form is here.
   *
   * @param manifest The model.
   * @param provider Whose form.
   * @param options Where its files are, beside the manifest's sources.
   */
  availability(manifest: ModelManifest, provider: string, options?: Pick<ObtainOptions, 'urls'>): Promise<Availability>;
  /**
   * The files of a model, from the store or the network: one download, however many tabs ask.
   *
   * @param manifest The model.
   * @param provider Whose form.
   * @throws NearsideError 'policy' where it may not be downloaded, 'network', 'integrity', 'quota', 'unsupported',
   *   'model-invalid' where it has no such form; the signal's reason on abort.
   */
  obtain(manifest: ModelManifest, provider: string, options?: ObtainOptions): Promise<HeldModel>;
  /**
   * The files of a model that is stored; undefined where it is not. Never the network.
   *
   * @param id Of the model.
   * @param provider Whose form; default: any.
   */
  open(id: string, provider?: string): Promise<HeldModel | undefined>;
  /**
   * Makes files that the user brought a model, without a copy in memory.
   *
   * @param files One file, or files by the path that the manifest gives them.
   * @throws NearsideError 'integrity' when a file is not what the manifest says, 'invalid-input', 'quota'; the signal's
   *   reason on abort.
   */
  import(files: File | Readonly<Record<string, Blob>>, options: ImportOptions): Promise<StoredModel>;
  /** The files of a stored model by path, to be saved elsewhere; undefined where it is not there. */
  export(id: string, provider?: string): Promise<Readonly<Record<string, Blob>> | undefined>;
  /** Every model that is here, each form for itself. */
  list(): Promise<readonly StoredModel[]>;
  /**
   * Deletes a model with all its forms, or one of them.
   *
   * @returns Whether it was there.
   * @throws NearsideError 'busy' when it is in use.
   */
  delete(id: string, provider?: string): Promise<boolean>;
  /**
   * Hashes every byte of a model. One that is damaged is fetched again, as far as it is damaged, when it is next obtained.
   *
   * @throws NearsideError 'invalid-input' where it is not here; the signal's reason on abort.
   */
  verify(id: string, options?: Pick<ObtainOptions, 'signal' | 'onBytes'>): Promise<Verification>;
  /** Asks the browser to keep what is stored also when the disk is full. Some ask the user. */
  persist(): Promise<boolean>;
  /** The room that there is. */
  estimate(): Promise<StoreEstimate>;
  /** Where models are kept, and why not elsewhere. */
  explain(): Promise<StoreExplanation>;
  /**
   * Calls when what is stored has changed, and while a tab downloads.
   *
   * @param listener Given the change.
   * @returns Ends it.
   */
  watch(listener: (event: StoreEvent) => void): Promise<() => void>;
}

/** What a page that shows the store wants to know. */
export type StoreEvent =
  /** A model came or went. */
  | { readonly type: 'change'; readonly id: string }
  /** A tab, perhaps this one, has so many bytes of it. */
  | { readonly type: 'download'; readonly id: string; readonly provider: string; readonly loadedBytes: number };
