import packageJson from '../../package.json' with { type: 'json' };
import { defineTask, type CallContext, type Task } from '../task.ts';
import type { HeaderAnswer } from './header-questions.ts';
import type { ImportRequest } from './import-file.ts';
import type { StoreOptions } from './service-options.ts';
import type { Verification, WantedModel } from './read-stored.ts';
import type { Inspection, ModelName, ObtainArgument, StoredModel, StoreState } from './store-service.ts';

/** What the store's worker answers: see {@link StoreService}. */
export interface StoreMethods {
  inspect(wanted: WantedModel, context: CallContext): Promise<Inspection>;
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

/** The store as a task: in a worker of its own, or in the page, under the same supervision as every other. */
export const storeTask: Task<StoreMethods, StoreOptions> = defineTask<StoreMethods, StoreOptions>({
  name: 'store',
  version: packageJson.version,
  methods: {
    inspect: method,
    obtain: method,
    import: method,
    list: method,
    read: method,
    remove: { ...method, idempotent: false },
    verify: method,
    state: method,
    answerHeaders: method,
  },
  async start({ options }) {
    // Imported here: a page whose store has a worker needs the contract alone.
    const { StoreService } = await import('./store-service.ts');
    const service = new StoreService(options);
    void service.sweep();
    return {
      inspect: (wanted) => service.inspect(wanted),
      obtain: (argument, context) => service.obtain(argument, context),
      import: (request, context) => service.import(request, context),
      list: () => service.list(),
      read: (name) => service.read(name),
      remove: (name) => service.remove(name),
      verify: (name, context) => service.verify(name, context),
      state: () => service.state(),
      answerHeaders: (answer) => service.answerHeaders(answer),
    };
  },
});
