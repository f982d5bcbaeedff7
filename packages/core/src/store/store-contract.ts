import packageJson from '../../package.json' with { type: 'json' };
import type { CallContext, MethodSpec } from '../task.ts';
import type { StorageKind } from './backends/backend.ts';
import type { Source } from './download/download-file.ts';
import type { HeaderAnswer } from './header-questions.ts';
import type { ImportRequest } from './import-file.ts';
import type { Verification, WantedModel } from './read-stored.ts';
import type { RefusedStorage } from './open-shelves.ts';
import type { ModelName, StoredModel } from './stored-model.ts';

/** What is known of a model before it is asked for. */
export interface Inspection {
  readonly isStored: boolean;
  /** Whether a tab fetches it just now. */
  readonly isDownloading: boolean;
  /** What would be fetched, as far as can be told without hashing. */
  readonly missingBytes: number;
}

/** Where models are kept, and why not elsewhere. */
export interface StoreState {
  readonly storage: StorageKind;
  /** Places that were tried and are not used, or failed. */
  readonly refused: readonly RefusedStorage[];
}

/** What a call of the store reports while it runs. */
export type StoreReport =
  | { readonly type: 'progress'; readonly loadedBytes: number }
  | { readonly type: 'alive' }
  | { readonly type: 'headers'; readonly question: number; readonly url: string }
  | { readonly type: 'warning'; readonly message: string };

/** {@link StoreService.obtain}'s argument. */
export interface ObtainArgument {
  readonly wanted: WantedModel;
  readonly sources: Readonly<Record<string, readonly Source[]>>;
  readonly allowedOrigins: readonly string[];
  /** Whether the page adds headers to requests: it is asked for each. */
  readonly asksHeaders: boolean;
}

/** What the store's worker answers: see {@link StoreService}. */
export interface StoreMethods {
  inspect(wanted: WantedModel, context: CallContext): Promise<Inspection>;
  stored(wanted: WantedModel, context: CallContext): Promise<Record<string, Blob> | undefined>;
  obtain(argument: ObtainArgument, context: CallContext): Promise<Record<string, Blob>>;
  import(request: ImportRequest, context: CallContext): Promise<StoredModel>;
  list(argument: undefined, context: CallContext): Promise<StoredModel[]>;
  read(name: ModelName, context: CallContext): Promise<Record<string, Blob> | undefined>;
  remove(name: ModelName, context: CallContext): Promise<boolean>;
  verify(name: ModelName, context: CallContext): Promise<Verification>;
  state(argument: undefined, context: CallContext): Promise<StoreState>;
  answerHeaders(answer: HeaderAnswer, context: CallContext): Promise<void>;
}

// Silence that counts as a hang. Disks are slow and may be asleep; a download says that it lives while it waits.
const method = { budgetMs: 60_000, idempotent: true };

/** What the page and the store's worker agree on. */
export const storeContract: {
  readonly name: string;
  readonly version: string;
  readonly methods: { readonly [K in keyof StoreMethods]: MethodSpec };
} = {
  name: 'store',
  version: packageJson.version,
  methods: {
    inspect: method,
    stored: method,
    obtain: method,
    import: method,
    list: method,
    read: method,
    remove: { ...method, idempotent: false },
    verify: method,
    state: method,
    answerHeaders: method,
  },
};
