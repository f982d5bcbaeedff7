import { foundInTransfer } from '../intake/data-transfer.ts';
import { foundInList } from '../intake/file-list.ts';
import { Engine } from './engine.ts';
import { Results } from './results.ts';
import { Scanner } from './scanner.ts';

/** Everything the page has beside its elements. */
export interface Site {
  readonly engine: Engine;
  readonly results: Results;
  readonly scanner: Scanner;
  /** Takes what was picked. */
  takeFiles(files: Iterable<File>): void;
  /** Forgets the rows and the last scan's outcome. */
  clear(): void;
  /** Takes a drop or a paste; says whether there was anything in it. */
  takeTransfer(data: DataTransfer): boolean;
}

/** Puts the parts together. */
export function createSite(): Site {
  const engine = new Engine();
  const results = new Results();
  const scanner = new Scanner(engine, (rows) => results.add(rows));
  return {
    engine,
    results,
    scanner,
    takeFiles: (files) => scanner.add(foundInList(files)),
    clear() {
      results.clear();
      scanner.forget();
    },
    takeTransfer(data) {
      const found = foundInTransfer(data);
      if (found) scanner.add(found);
      return found !== undefined;
    },
  };
}
