/**
 * What a bundler copies must stand alone (why: docs/architecture.md): no worker or provider asset imports anything or
 * awaits at its top level, no two packages have an asset of the same name (users copy them into one flat folder), and
 * none is so small that a bundler would inline it as `data:`.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { reportFindings } from './lib/report-findings.ts';
import { publishedPackages, root } from './lib/workspace.ts';

/** Vite's default `assetsInlineLimit`, in bytes. */
const minAssetBytes = 4096;

/** Whether a file of `dist` is an asset: addressed by URL, not a module that is imported, nor its types or map. */
export function isAsset(name: string): boolean {
  return /\.(?:worker|provider)\.js$/.test(name) || !/\.(?:js|d\.ts|map)$/.test(name);
}

/** What a script asset does that keeps it from standing alone; each finding is one phrase. */
export function findDependence(code: string): string[] {
  const source = ts.createSourceFile('asset.js', code, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS);
  const findings: string[] = [];

  const visit = (node: ts.Node, isTopLevel: boolean): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      findings.push(`imports ${textOf(node.moduleSpecifier)}`);
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      // ONNX Runtime's glue imports built-in modules where it finds itself in Node; a page never gets there.
      if (specifier && ts.isStringLiteralLike(specifier) && !isBuiltin(specifier.text)) {
        findings.push(`imports ${textOf(specifier)}`);
      }
    }
    const isAwait = ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);
    if (isAwait && isTopLevel) findings.push('awaits at its top level');
    const isInside = ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node);
    ts.forEachChild(node, (child) => visit(child, isTopLevel && !isInside));
  };
  visit(source, true);
  return findings;
}

/** An asset's place and weight. */
export interface AssetFile {
  /** Path from the root. */
  path: string;
  name: string;
  bytes: number;
}

/** Names that are taken twice, and assets that would be inlined. */
export function findNameAndSizeDefects(assets: AssetFile[]): string[] {
  const owners = Map.groupBy(assets, ({ name }) => name);
  return assets.flatMap(({ path, name, bytes }) => {
    const defects: string[] = [];
    if ((owners.get(name)?.length ?? 0) > 1) defects.push(`${path}: another package has an asset of this name`);
    if (bytes < minAssetBytes) defects.push(`${path}: ${bytes} bytes, a bundler would inline it`);
    return defects;
  });
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteralLike(node) ? `"${node.text}"` : 'something';
}

/** The assets of all packages, as built. */
function listAssets(): AssetFile[] {
  return publishedPackages().flatMap(({ folder }) => {
    const dist = join(folder, 'dist');
    return readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .map((name) => ({ name, path: relative(root, join(dist, name)), stats: statSync(join(dist, name)) }))
      .filter(({ name, stats }) => stats.isFile() && isAsset(name))
      .map(({ name, path, stats }) => ({ name, path, bytes: stats.size }));
  });
}

if (import.meta.main) {
  const assets = listAssets();
  const scripts = assets.filter(({ name }) => name.endsWith('.js'));
  reportFindings([
    ...findNameAndSizeDefects(assets),
    ...scripts.flatMap(({ path }) =>
      findDependence(readFileSync(join(root, path), 'utf8')).map((finding) => `${path}: ${finding}`),
    ),
  ]);
}
