/**
 * What the guides say of the code exists: every link between our own documents leads somewhere, and so does every guide
 * that a message or comment of the code names; docs/errors.md has each code of `ErrorCode`, with its default of
 * `retryable`; docs/architecture.md has each promise, with tests that are named after it; a code block that names a file shows
 * it as it is.
 */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { NearsideError, type ErrorCode } from '../packages/core/src/errors.ts';
import { reportFindings } from './lib/report-findings.ts';
import { root } from './lib/workspace.ts';

/** A text with its path from the root. */
export interface TextFile {
  path: string;
  text: string;
}

/** Fenced code, the fence included. */
const fence = /^( *)(`{3,})([^\n]*)\n([\s\S]*?)^\1\2 *$\n?/gm;

/**
 * The names by which a document's headings are linked to, as GitHub makes them.
 *
 * @param markdown The document.
 */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, title = ''] of markdown.replace(fence, '').matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const shown = title.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const slug = shown
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

/**
 * Links of a document that lead nowhere: to a file, or a heading of a document.
 *
 * @param document Where it lies, and its text.
 * @param base The root's absolute path.
 */
export function findDeadLinks({ path, text }: TextFile, base: string = root): string[] {
  const prose = text.replace(fence, '').replaceAll(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/i.test(target))
    .filter((target) => !leadsSomewhere(join(base, dirname(path)), target, { path: join(base, path), text }))
    .map((target) => `${path}: ${target} leads nowhere`);
}

function leadsSomewhere(folder: string, target: string, own: TextFile): boolean {
  const [file = '', anchor] = target.split('#');
  const absolute = file === '' ? own.path : join(folder, decodeURI(file));
  if (file !== '' && !existsSync(absolute)) return false;
  if (anchor === undefined || !absolute.endsWith('.md')) return true;
  return anchorsOf(file === '' ? own.text : readFileSync(absolute, 'utf8')).has(anchor);
}

/**
 * Guides that code names, in a hint or a comment, and that do not exist.
 *
 * @param source A source file.
 * @param base The root's absolute path.
 */
export function findDeadMentions({ path, text }: TextFile, base: string = root): string[] {
  return [...text.matchAll(/\bdocs\/[\w/-]+\.md(?:#[\w-]+)?/g)]
    .map(([mention]) => mention)
    .filter((mention) => !leadsSomewhere(base, mention, { path: join(base, path), text }))
    .map((mention) => `${path}: ${mention} does not exist`);
}

/**
 * Code blocks whose fence names a file (a path with a folder in it), or `#region` of one, and show something else.
 *
 * @param document Where it lies, and its text.
 * @param base The root's absolute path.
 */
export function findStaleSamples({ path, text }: TextFile, base: string = root): string[] {
  return [...text.matchAll(fence)].flatMap(([, , , info = '', code = '']) => {
    const [, file, region] = /^\w+ ([\w.-]+\/[\w./-]+)(?:#([\w-]+))?$/.exec(info.trim()) ?? [];
    if (file === undefined) return [];
    if (!existsSync(join(base, file))) return [`${path}: ${file} does not exist`];
    const content = readFileSync(join(base, file), 'utf8');
    const shown = region === undefined ? content : regionOf(content, region);
    return shown === code ? [] : [`${path}: the code is not that of ${info.trim().split(' ')[1]}`];
  });
}

function regionOf(content: string, name: string): string | undefined {
  return new RegExp(`^// #region ${name}\\n([\\s\\S]*?)^// #endregion`, 'm').exec(content)?.[1];
}

/** The literals of the union `ErrorCode`, in its order. */
export function errorCodes(source: string): ErrorCode[] {
  const file = ts.createSourceFile('errors.ts', source, ts.ScriptTarget.ESNext, true);
  const union = file.statements.find((one) => ts.isTypeAliasDeclaration(one) && one.name.text === 'ErrorCode');
  const codes: ErrorCode[] = [];
  union?.forEachChild(function visit(node) {
    if (ts.isStringLiteral(node)) codes.push(node.text as ErrorCode);
    node.forEachChild(visit);
  });
  return codes;
}

/**
 * What the guide to errors leaves out, adds or gets wrong: each code has a heading of its own, and a row of the table that
 * links to it and tells whether it is retryable by default.
 *
 * @param guide The text of docs/errors.md.
 * @param codes All that there are.
 */
export function findErrorGuideDefects(guide: string, codes: readonly ErrorCode[]): string[] {
  const headings = [...guide.matchAll(/^## `([a-z-]+)`$/gm)].map(([, code = '']) => code);
  const rows = new Map(
    [...guide.matchAll(/^\| \[`([\w-]+)`\]\(#([\w-]+)\) +\|.*\| +(yes|no|no; [^|]+|yes; [^|]+?) +\|$/gm)].map(
      ([, code = '', anchor, retryable = '']) => [code, { anchor, isRetryable: retryable.startsWith('yes') }],
    ),
  );
  const defects = codes.flatMap((code) => {
    const row = rows.get(code);
    if (!headings.includes(code)) return `docs/errors.md: no heading for ${code}`;
    if (row?.anchor !== code) return `docs/errors.md: no row for ${code} that links to its heading`;
    const { retryable } = new NearsideError(code, '');
    return row.isRetryable === retryable ? [] : `docs/errors.md: ${code} is ${retryable ? '' : 'not '}retryable`;
  });
  const known: readonly string[] = codes;
  const strange = [...headings, ...rows.keys()].filter((code) => !known.includes(code));
  return [...defects, ...new Set(strange.map((code) => `docs/errors.md: there is no code ${code}`))];
}

/**
 * Codes of which the guide to errors says that nothing rejects with them, though a source does.
 *
 * @param guide The text of docs/errors.md.
 * @param sources Of the packages, without tests.
 */
export function findUsedCodes(guide: string, sources: readonly TextFile[]): string[] {
  const unused = [...guide.matchAll(/^## `([a-z-]+)`\n+[^#]*?Nothing rejects with it/gm)].map(([, code = '']) => code);
  return unused.flatMap((code) =>
    sources
      .filter(({ text }) => new RegExp(`NearsideError\\(\\s*'${code}'`).test(text))
      .map(({ path }) => `docs/errors.md: nothing rejects with ${code}, but ${path} does`),
  );
}

/** The promises of core: P1 to P11. */
const promises = Array.from({ length: 11 }, (_, index) => `P${index + 1}`);

/**
 * Promises that docs/architecture.md has no row for, and tests that a row names though no title in them names the promise.
 *
 * @param architecture The text of docs/architecture.md.
 * @param readTest Reads a test by its path from the root; undefined where there is none.
 */
export function findPromiseDefects(architecture: string, readTest: (path: string) => string | undefined): string[] {
  return promises.flatMap((promise) => {
    const row = new RegExp(`^\\| ${promise} +\\|.*$`, 'm').exec(architecture)?.[0] ?? '';
    const tests = [...row.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => path);
    if (tests.length === 0) return [`docs/architecture.md: ${promise} has no row with a test`];
    const title = new RegExp(`\\b(?:it|test|describe)\\b[^'"\`]*['"\`][^'"\`]*\\b${promise}\\b`);
    return tests
      .filter((path) => !title.test(readTest(path) ?? ''))
      .map((path) => `docs/architecture.md: no title in ${path} names ${promise}`);
  });
}

function read(patterns: string[]): TextFile[] {
  const paths = globSync(patterns, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] });
  return paths
    .map((path) => relative(root, join(root, path)))
    .filter((path) => statSync(join(root, path)).isFile())
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

if (import.meta.main) {
  const documents = read(['*.md', '{docs,packages,models,bench,demos,e2e}/**/*.md']);
  const sources = read(['{packages,tools,e2e,models,bench,demos}/**/*.{ts,tsx,mjs,js}']);
  const codes = errorCodes(readFileSync(join(root, 'packages/core/src/errors.ts'), 'utf8'));
  const errorGuide = readFileSync(join(root, 'docs/errors.md'), 'utf8');
  reportFindings([
    ...documents.flatMap((one) => [...findDeadLinks(one), ...findStaleSamples(one)]),
    ...sources.filter(({ path }) => !path.startsWith('tools/check-guides')).flatMap((one) => findDeadMentions(one)),
    ...findPromiseDefects(readFileSync(join(root, 'docs/architecture.md'), 'utf8'), (path) =>
      existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined,
    ),
    ...findErrorGuideDefects(errorGuide, codes),
    ...findUsedCodes(
      errorGuide,
      sources.filter(({ path }) => path.startsWith('packages/') && !path.includes('.test.')),
    ),
  ]);
}
