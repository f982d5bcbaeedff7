/**
 * No import cycles, type-only ones included; and the layers: a package's sources stay inside its folder, a task package
 * imports core and never another task, and the site, its tests and the benchmarks use only the packages' public entries.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { entryPoints } from './lib/entry-points.ts';
import { reportFindings } from './lib/report-findings.ts';
import { publishedPackages, root } from './lib/workspace.ts';

/** Files by path from the root (with `/`), each with what it imports. */
export type ImportGraph = Map<string, string[]>;

/** Reads the imports of source files, static and dynamic, as they are written. */
export function readImports(files: string[], base: string): ImportGraph {
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(base, file), 'utf8'), true, true);
      return [file.replaceAll('\\', '/'), importedFiles.map(({ fileName }) => fileName)];
    }),
  );
}

/** Finds each cycle once, as `a.ts -> b.ts -> a.ts`. */
export function findCycles(graph: ImportGraph): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];

  const visit = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file].join(' -> '));
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const specifier of graph.get(file) ?? []) {
      const target = resolve(file, specifier);
      if (target && graph.has(target)) visit(target);
    }
    path.pop();
    done.add(file);
  };
  [...graph.keys()].forEach(visit);
  return cycles;
}

/**
 * Finds imports against the layers.
 *
 * @param publicEntries What may be imported by name, as `@nearside/core/worker`.
 */
export function findLayerBreaks(graph: ImportGraph, publicEntries: Set<string>): string[] {
  return [...graph].flatMap(([file, specifiers]) =>
    specifiers.flatMap((specifier) => {
      const problem = findProblem(file, specifier, publicEntries);
      return problem ? `${file}: ${problem}: ${specifier}` : [];
    }),
  );
}

function findProblem(file: string, specifier: string, publicEntries: Set<string>): string | undefined {
  const home = packageOf(file);
  const target = resolve(file, specifier);
  if (target !== undefined) {
    const owner = packageOf(target);
    const isTest = /\.test\.ts$|\/test-node\//.test(file); // tests compare with models/ and use tools/
    if (home && owner !== home && !isTest) return 'a package reaches outside its folder';
    if (owner && /^(?:demos|e2e|bench)\//.test(file)) return 'the inside of a package is imported';
    return undefined;
  }
  if (!specifier.startsWith('@nearside/')) return undefined;
  if (!publicEntries.has(specifier)) return 'no public entry of a package';
  const imported = specifier.split('/')[1];
  if (home === 'packages/core') return 'core imports a package of ours';
  if (home && imported !== 'core' && `packages/${imported}` !== home) return 'a task package imports another';
  return undefined;
}

/** The path from the root that a relative import means. */
function resolve(file: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : undefined;
}

function packageOf(path: string): string | undefined {
  return /^packages\/[^/]+/.exec(path)?.[0];
}

if (import.meta.main) {
  const files = globSync(['packages/*/src/**/*.ts', '{demos/src,e2e,bench,models,tools}/**/*.{ts,tsx,mjs}'], {
    cwd: root,
    exclude: ['**/node_modules/**', '**/dist/**', 'bench/peers/**'],
  });
  const graph = readImports(files.toSorted(), root);
  const publicEntries = new Set(
    publishedPackages().flatMap((one) => entryPoints(one).map(({ specifier }) => specifier)),
  );
  reportFindings([...findCycles(graph), ...findLayerBreaks(graph, publicEntries)]);
}
