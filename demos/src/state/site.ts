import { signal, type Signal } from '@preact/signals';
import { createRuntime, type Runtime } from '@nearside/core';
import { foundInTransfer } from '../intake/data-transfer.ts';
import { foundInList } from '../intake/file-list.ts';
import { Consent } from './consent.ts';
import { Engine } from './engine.ts';
import { Results } from './results.ts';
import { Scanner } from './scanner.ts';
import { Views } from './views.ts';

/** Everything the page has beside its elements. */
export interface Site {
  readonly views: Views;
  readonly runtime: Runtime;
  readonly consent: Consent;
  readonly engine: Engine;
  readonly results: Results;
  readonly scanner: Scanner;
  /** Steps recorded so far; undefined while nothing is recorded. */
  readonly recorded: Signal<number | undefined>;
  /** Files that were dropped on the page of the models, until it takes them. */
  readonly droppedModels: Signal<readonly File[]>;
  /** Takes what was picked. */
  takeFiles(files: Iterable<File>): void;
  /** Forgets the rows and the last scan's outcome. */
  clear(): void;
  /** Takes a drop or a paste; says whether there was anything in it. */
  takeTransfer(data: DataTransfer): boolean;
}

/** Puts the parts together. */
export function createSite(): Site {
  const views = new Views();
  const consent = new Consent();
  const runtime = createRuntime({ onConsent: consent.ask });
  const engine = new Engine(runtime);
  const results = new Results();
  const scanner = new Scanner(engine, (rows) => results.add(rows));
  const droppedModels = signal<readonly File[]>([]);
  return {
    views,
    runtime,
    consent,
    engine,
    results,
    scanner,
    recorded: signal(undefined),
    droppedModels,
    takeFiles: (files) => scanner.add(foundInList(files)),
    clear() {
      results.clear();
      scanner.forget();
    },
    takeTransfer(data) {
      if (views.current.value === 'models') {
        const files = [...data.files];
        if (files.length > 0) droppedModels.value = [...droppedModels.value, ...files];
        return files.length > 0;
      }
      const found = foundInTransfer(data);
      if (!found) return false;
      scanner.add(found);
      views.show('files');
      return true;
    },
  };
}
