import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../packages/core/src/manifest/manifest.ts';
import { generate, isCurrent } from './generate.ts';
import { type Digest, digestProblem } from './integrity.ts';
import { manifestProblems, readManifestJson } from './manifest.ts';
import { filesFolderOf, folderOf, type Layout, readSources, type Source, vendoredFiles } from './source.ts';

/** One thing that was checked. */
export interface Check {
  readonly what: string;
  /** What is wrong; absent when nothing is. */
  readonly problem?: string;
}

/**
 * Checks, without a network, that every vendored file is the pinned one, that every manifest is well-formed and tells
 * the truth about its files, and that the generated TypeScript is current.
 */
export function verify(layout: Layout): Check[] {
  const models = readSources(layout).flatMap((source) => verifyModel(source, layout));
  return [...models, ...verifyGenerated(layout)];
}

function verifyModel(source: Source, layout: Layout): Check[] {
  const folder = folderOf(source, layout);
  const name = `${source.name}/${source.folder}`;
  const texts = ['LICENSE', 'README.md'].map((file) =>
    check(`${name}/${file}`, () => (existsSync(join(folder, file)) ? undefined : 'is missing')),
  );
  const filesFolder = filesFolderOf(source, layout);
  // What is kept in the cache may not be there.
  const files = vendoredFiles(source)
    .filter(({ path }) => source.keep !== 'cache' || existsSync(join(filesFolder, path)))
    .map((file) => verifyFile(name, filesFolder, file));
  const manifest = check(`${name}/manifest.json`, () => {
    const json = readManifestJson(folder);
    const problems = manifestProblems(json);
    return problems.length > 0 ? problems.join('; ') : claimsProblem(json as Manifest, source, name, folder);
  });
  return [...texts, ...files, manifest];
}

function verifyFile(name: string, folder: string, file: Digest & { readonly path: string }): Check {
  return check(`${name}/${file.path}`, () => digestProblem(readFileSync(join(folder, file.path)), file));
}

/** A manifest may only name files that `source.json` pins, by the same digest, and ones derived from these that lie here. */
function claimsProblem(manifest: Manifest, source: Source, name: string, folder: string): string | undefined {
  if (manifest.id !== name) return `id is '${manifest.id}', not '${name}'`;
  if (manifest.licence !== source.licence) return `licence is '${manifest.licence}', not '${source.licence}'`;
  const claimed = manifest.artefacts.flatMap((artefact) => artefact.files);
  const pinned = claimed.filter(({ path }) => vendoredFiles(source).some((file) => file.path === path));
  const wrong = pinned.find(
    ({ path, bytes, sha256 }) =>
      !vendoredFiles(source).some((file) => file.path === path && file.bytes === bytes && file.sha256 === sha256),
  );
  if (wrong) return `${wrong.path} is not the file that source.json pins`;
  const derived = claimed.filter((file) => !pinned.includes(file));
  return derived.map((file) => digestProblem(readFileSync(join(folder, file.path)), file)).find(Boolean);
}

function verifyGenerated(layout: Layout): Check[] {
  try {
    return generate(layout).map((file) =>
      check(file.name, () => (isCurrent(file, layout) ? undefined : 'is stale: run `npm run models -- generate`')),
    );
  } catch (error) {
    return [{ what: 'generated files', problem: messageOf(error) }];
  }
}

function check(what: string, findProblem: () => string | undefined): Check {
  try {
    const problem = findProblem();
    return problem === undefined ? { what } : { what, problem };
  } catch (error) {
    return { what, problem: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
