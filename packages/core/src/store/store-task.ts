import { defineTask, type StartContext, type Task } from '../task.ts';
import type { StoreOptions } from './service-options.ts';
import { storeContract, type StoreMethods } from './store-contract.ts';
import { StoreService } from './store-service.ts';

/** Makes the store's service, in a worker of its own or in the page: see {@link StoreService}. */
export async function startStore({ options }: Pick<StartContext<StoreOptions>, 'options'>): Promise<StoreMethods> {
  const service = new StoreService(options);
  void service.sweep();
  return {
    inspect: (wanted) => service.inspect(wanted),
    stored: (wanted, context) => service.stored(wanted, context),
    obtain: (argument, context) => service.obtain(argument, context),
    import: (request, context) => service.import(request, context),
    list: () => service.list(),
    read: (name) => service.read(name),
    remove: (name) => service.remove(name),
    verify: (name, context) => service.verify(name, context),
    state: () => service.state(),
    answerHeaders: (answer) => service.answerHeaders(answer),
  };
}

/** The store as a task, under the same supervision as every other. */
export const storeTask: Task<StoreMethods, StoreOptions> = defineTask<StoreMethods, StoreOptions>({
  ...storeContract,
  start: startStore,
});
