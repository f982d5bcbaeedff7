#!/usr/bin/env node
/**
 * `nearside-assets copy DIR`: for pages whose bundler does not follow `new URL(…, import.meta.url)`. Finds the
 * @nearside packages of the project in the current folder and copies the files that they only address, never import.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const help = `nearside-assets copy DIR [--with NAME,… | --only NAME,…]

Copies what the installed @nearside packages fetch (workers, models, WASM) into DIR, all in one folder, for a page that
passes createRuntime({ assetBase }) or whose bundle lies in DIR. Files that are there already are left alone.

Files of other providers, which a page has to import itself, are copied when they are named: --with ort-wasm for
'@nearside/magika/ort-wasm'.

  --with NAME,…  these as well
  --only NAME,…  these and nothing else
  -h, --help     this text

NAME is such an entry point (ort-wasm, ort-webgpu, ort-webnn), a package (magika) or a file (magika.onnx).
Exit code: 0 all there, 1 could not, 2 wrong command line.
`;

/** A common limit of static hosts, in bytes. */
const hostLimitBytes = 25 * 1024 * 1024;

/** Told to the user without a stack trace. */
class Failure extends Error {
  /** @param {string} message @param {number} exitCode */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * @typedef {{ name: string, version: string, dependencies?: Record<string, string>, exports?: Record<string, string | { default: string }> }} Manifest
 * @typedef {{ name: string, path: string, bytes: number, aliases: Set<string>, optionalFor: string[] }} Asset
 *   `aliases`: what selects it; `optionalFor`: the entry points that need it, where the packages' main ones do not.
 */

try {
  main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof Failure || (error instanceof Error && 'code' in error);
  console.error(`nearside-assets: ${known ? error.message : error instanceof Error ? error.stack : error}`);
  process.exitCode = error instanceof Failure ? error.exitCode : 1;
}

/** @param {string[]} args */
function main(args) {
  const { folder, only, also } = readCommandLine(args);
  if (folder === undefined) return void process.stdout.write(help);
  const assets = findPackages(process.cwd()).flatMap(listAssets);
  const chosen = select(assets, only, also);
  checkNames(chosen);
  mkdirSync(folder, { recursive: true });
  let copied = 0;
  for (const { name, path, bytes } of chosen) {
    const isNew = copyIfDifferent(path, join(folder, name));
    copied += isNew ? 1 : 0;
    console.log(`${isNew ? 'copied' : 'as is '} ${name}  ${bytes.toLocaleString('en-US')} bytes`);
    if (bytes > hostLimitBytes) console.error(`note: ${name} is over 25 MiB, which some hosts refuse`);
  }
  const total = chosen.reduce((sum, { bytes }) => sum + bytes, 0).toLocaleString('en-US');
  console.log(`${chosen.length} files, ${total} bytes in ${relative('.', folder) || '.'} (${copied} copied)`);
  const left = only ? [] : optionsOf(assets.filter((asset) => !chosen.includes(asset)));
  if (left.length > 0)
    console.log(`left out, for pages that import them: ${left.join(', ')} (--with ${left.join(',')})`);
}

/** @param {string[]} args */
function readCommandLine(args) {
  const { values, positionals } = parse(args);
  const names = (/** @type {string | undefined} */ list) => list?.split(',').filter(Boolean);
  const options = { only: names(values.only), also: names(values.with) ?? [] };
  if (values.help) return { folder: undefined, ...options };
  const [command, folder, ...rest] = positionals;
  if (options.only && values.with !== undefined) throw new Failure('--only and --with exclude each other', 2);
  if (command !== 'copy' || folder === undefined || rest.length > 0)
    throw new Failure(`usage: ${help.split('\n')[0]}`, 2);
  return { folder: resolve(folder), ...options };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { only: { type: 'string' }, with: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), 2);
  }
}

/**
 * The folders of the project's @nearside packages: its dependencies, and theirs. A project that names none in its
 * package.json is given every one that is installed.
 *
 * @param {string} cwd
 * @returns {string[]}
 */
function findPackages(cwd) {
  const places = [cwd];
  for (let place = cwd; dirname(place) !== place; place = dirname(place)) places.push(dirname(place));
  const project = places.find((place) => ours(readManifest(place)).length > 0);
  const roots = project
    ? ours(readManifest(project)).map((name) => locate(name, project))
    : places.flatMap((place) => listInstalled(join(place, 'node_modules', '@nearside')));

  /** @type {Map<string, { folder: string, version: string }>} */
  const found = new Map();
  const add = (/** @type {string} */ folder) => {
    const manifest = /** @type {Manifest} */ (readManifest(folder));
    const { name, version } = manifest;
    const other = found.get(name);
    if (other && other.version !== version) {
      throw new Failure(
        `${name} is installed twice, ${other.version} and ${version}: their files cannot lie in one folder`,
      );
    }
    if (other) return;
    found.set(name, { folder, version });
    for (const dependency of ours(manifest)) add(locate(dependency, folder));
  };
  roots.forEach(add);
  if (found.size === 0)
    throw new Failure('no @nearside package is installed here: run this in the folder of your package.json');
  return [...found.values()].map(({ folder }) => folder);
}

/** @param {string} folder @returns {Manifest & { devDependencies?: Record<string, string> } | undefined} */
function readManifest(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {ReturnType<typeof readManifest>} manifest */
function ours(manifest) {
  // Of a published package the development dependencies are not installed; ours has none of our own.
  return Object.keys({ ...manifest?.dependencies, ...manifest?.devDependencies }).filter((name) =>
    name.startsWith('@nearside/'),
  );
}

/**
 * Node's own resolution: hoisted, linked and pnpm's layouts alike.
 *
 * @param {string} name @param {string} from
 */
function locate(name, from) {
  try {
    return realpathSync(dirname(createRequire(join(from, 'package.json')).resolve(`${name}/package.json`)));
  } catch {
    throw new Failure(`${name}, which ${join(from, 'package.json')} asks for, is not installed`);
  }
}

/** @param {string} scope */
function listInstalled(scope) {
  const names = statSync(scope, { throwIfNoEntry: false }) ? readdirSync(scope) : [];
  return names.map((name) => realpathSync(join(scope, name)));
}

/** @param {string} folder @returns {Asset[]} */
function listAssets(folder) {
  const manifest = /** @type {Manifest} */ (readManifest(folder));
  const dist = join(folder, 'dist');
  if (!statSync(dist, { throwIfNoEntry: false }))
    throw new Failure(`${manifest.name} has no dist folder: it is not built, or not installed whole`);
  const entries = Object.entries(manifest.exports ?? {}).map(([subpath, target]) => ({
    alias: basename(subpath),
    isMain: subpath === '.',
    addressed: addressedBy(join(folder, typeof target === 'string' ? target : target.default)),
  }));
  return readdirSync(dist)
    .filter(isAsset)
    .map((name) => {
      const users = entries.filter(({ addressed }) => addressed.has(name));
      const points = users.filter(({ isMain }) => !isMain).map(({ alias }) => alias);
      return {
        name,
        path: join(dist, name),
        bytes: statSync(join(dist, name)).size,
        aliases: new Set([name, manifest.name, basename(manifest.name), ...points]),
        optionalFor: users.length === points.length ? points : [],
      };
    });
}

/** Workers, providers and data; the other files are modules, their types and maps. The same rule as tools/check-assets.ts. */
function isAsset(/** @type {string} */ name) {
  return /\.(?:worker|provider)\.js$/.test(name) || !/\.(?:js|d\.ts|map)$/.test(name);
}

/**
 * The names of the assets that a module, or a chunk of the same package that it imports, makes URLs of.
 *
 * @param {string} path
 * @param {Set<string>} [seen]
 * @returns {Set<string>}
 */
function addressedBy(path, seen = new Set()) {
  if (!path.endsWith('.js') || seen.has(path)) return new Set();
  seen.add(path);
  const code = readFileSync(path, 'utf8');
  const matches = (/** @type {RegExp} */ pattern) => [...code.matchAll(pattern)].map(([, name]) => name ?? '');
  return new Set([
    ...matches(/new URL\(\s*["']\.\/([^"']+)["'],\s*import\.meta\.url/g),
    ...matches(/(?:from|import)\s*["']\.\/([^"']+)["']/g).flatMap((name) => [
      ...addressedBy(join(dirname(path), name), seen),
    ]),
  ]);
}

/** @param {Asset[]} assets @param {string[] | undefined} only @param {string[]} also */
function select(assets, only, also) {
  const known = new Set(assets.flatMap(({ aliases }) => [...aliases]));
  const strange = [...(only ?? []), ...also].filter((name) => !known.has(name));
  if (strange.length > 0) {
    throw new Failure(`nothing here is called ${strange.join(', ')}; there are ${[...known].sort().join(', ')}`, 2);
  }
  const isNamed = (/** @type {Asset} */ { aliases }) => (only ?? also).some((name) => aliases.has(name));
  const chosen = assets.filter((asset) => isNamed(asset) || (!only && asset.optionalFor.length === 0));
  if (chosen.length === 0)
    throw new Failure(`nothing to copy; --with takes ${optionsOf(assets).join(', ') || 'nothing here'}`, 2);
  return chosen;
}

/** The entry points that assets are optional for, each once. @param {Asset[]} assets */
function optionsOf(assets) {
  return [...new Set(assets.flatMap(({ optionalFor }) => optionalFor))].sort();
}

/** @param {Asset[]} assets */
function checkNames(assets) {
  const twice = assets.find(({ name, path }) => assets.some((other) => other.name === name && other.path !== path));
  if (twice) throw new Failure(`two packages have a file called ${twice.name}: are their releases of one age?`);
}

/** @param {string} from @param {string} to @returns {boolean} Whether it was copied. */
function copyIfDifferent(from, to) {
  const there = statSync(to, { throwIfNoEntry: false });
  if (there?.isFile() && there.size === statSync(from).size && readFileSync(to).equals(readFileSync(from)))
    return false;
  copyFileSync(from, to);
  return true;
}
