/**
 * Every installed package has a permissive licence, or is an exception named here. What the published packages depend
 * on at run time is held to the stricter list: users install it with us.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportFindings } from './lib/report-findings.ts';
import { publishedPackages, root } from './lib/workspace.ts';

const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0', // data only: it is what caniuse-lite and its like use
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]);

/** Packages under MPL-2.0, used unmodified (docs/adr). */
const exceptions: Record<'development' | 'runtime', RegExp> = {
  development: /^(?:axe-core|@axe-core\/playwright|lightningcss(?:-.+)?)$/,
  runtime: /^mediabunny$/,
};

/** An entry of package-lock.json, as far as it matters here. */
export interface LockedPackage {
  dependencies?: Record<string, string>;
  link?: boolean;
}

/** Whether an SPDX expression leaves us a permissive choice: one side of an OR, both of an AND. */
export function isPermissive(expression: string): boolean {
  const bare = expression.replaceAll(/[()]/g, '');
  return bare.split(/ OR /i).some((choice) => choice.split(/ AND /i).every((id) => permissive.has(id.trim())));
}

/**
 * Finds packages whose licence is not allowed.
 *
 * @param licences SPDX expressions by package name; undefined where a package states none.
 * @param runtime Names that users of our packages install.
 */
export function findRefused(licences: Map<string, string | undefined>, runtime: Set<string>): string[] {
  return [...licences].flatMap(([name, licence]) => {
    if (licence !== undefined && isPermissive(licence)) return [];
    const allowed = exceptions.runtime.test(name) || (!runtime.has(name) && exceptions.development.test(name));
    if (allowed && licence === 'MPL-2.0') return [];
    return `${name}: ${licence ?? 'states no licence'}${runtime.has(name) ? ', and users install it' : ''}`;
  });
}

/** The names that the given ones need, themselves included. */
export function closureOf(names: string[], locked: Record<string, LockedPackage>): Set<string> {
  const closure = new Set<string>();
  const add = (name: string): void => {
    if (closure.has(name)) return;
    closure.add(name);
    Object.keys(locked[`node_modules/${name}`]?.dependencies ?? {}).forEach(add);
  };
  names.forEach(add);
  return closure;
}

function readLicence(folder: string): string | undefined {
  const { license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    license?: string | { type: string };
    licenses?: { type: string }[];
  };
  if (typeof license === 'string') return license;
  return license?.type ?? licenses?.map(({ type }) => type).join(' OR ');
}

if (import.meta.main) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  // Binaries for other platforms are locked but not installed.
  const installed = Object.keys(lock.packages).filter(
    (path) => path.includes('node_modules/') && existsSync(join(root, path)),
  );
  const licences = new Map(
    installed.map((path) => [path.slice(path.lastIndexOf('node_modules/') + 13), readLicence(join(root, path))]),
  );
  const direct = publishedPackages().flatMap(({ manifest }) => Object.keys(manifest.dependencies ?? {}));
  reportFindings(findRefused(licences, closureOf(direct, lock.packages)));
}
