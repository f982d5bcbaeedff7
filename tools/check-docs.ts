/**
 * Every symbol that a user can import, and every public member of such a class or interface, has a docstring; a
 * function that throws says so with @throws; a number says its unit, range or meaning. TypeScript 6 for its API: 7 has
 * no `createProgram`.
 */
import { relative, sep } from 'node:path';
import ts from 'typescript';
import { entryPoints } from './lib/entry-points.ts';
import { reportFindings } from './lib/report-findings.ts';
import { publishedPackages, root } from './lib/workspace.ts';

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  skipLibCheck: true,
};

/** In a name: its last word, as in `timeoutMs`, `maxBytes`, `chunkIndex`. */
const unitInName =
  /(?:Ms|Us|S|Hz|Bytes|Px|Pixels|Count|Index|Version|bytes|index|count|length|version|port|score|threads)$/;
/** In a docstring: a unit, a range, or a word that says what is counted. */
const unitInDoc =
  /\b(?:milliseconds?|microseconds?|seconds?|minutes?|bytes?|KiB|MiB|pixels?|frames?|tokens?|inputs?|files?|items?|workers?|units?|dims|index|count|counts|number of|how many|(?:at )?most|(?:at )?least|above|below|between|from|up to|probabilit(?:y|ies)|scores?|fraction|ratio|version|identifie[rs]|code|port|threads?|default|starts? at)\b|\d\s*(?:…|\.\.|to|or)\s*\d/i;

/**
 * Checks what the given modules export.
 *
 * @param files Absolute paths of entry modules.
 * @param base Only declarations under this folder are ours to document; it also shortens the paths in findings.
 * @returns One line a defect, in the order of the exports; a symbol exported twice is reported once.
 */
export function findUndocumented(files: string[], base: string): string[] {
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const findings = new Set<string>();

  for (const file of files) {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) findings.add(`${relative(base, file)}: no such module`);
    else checker.getExportsOfModule(module).forEach(checkExport);
  }
  return [...findings];

  function checkExport(exported: ts.Symbol): void {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declarations = (symbol.declarations ?? []).filter(isOurs);
    const [first] = declarations;
    if (!first) return;
    checkSymbol(symbol, symbol.name, first);
    for (const declaration of declarations)
      membersOf(declaration).forEach((member) => checkMember(member, symbol.name));
  }

  function isOurs(declaration: ts.Declaration): boolean {
    const { fileName } = declaration.getSourceFile();
    return fileName.startsWith(base.replaceAll(sep, '/')) && !/\/(?:node_modules|dist)\//.test(fileName);
  }

  function checkMember(member: ts.ClassElement | ts.TypeElement, owner: string): void {
    const symbol = member.name && checker.getSymbolAtLocation(member.name);
    if (!symbol || isHidden(member)) return;
    checkSymbol(symbol, `${owner}.${symbol.name}`, member);
  }

  function checkSymbol(symbol: ts.Symbol, name: string, declaration: ts.Declaration): void {
    // TypeScript lets a member inherit the docstring of the class or interface above.
    const doc = ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
    const tags = symbol.getJsDocTags(checker);
    const texts = [doc, ...tags.map((tag) => ts.displayPartsToString(tag.text))];
    if (texts.every((text) => text === '')) report(declaration, `${name}: no docstring`);

    const body = ts.isFunctionLike(declaration) && 'body' in declaration ? declaration.body : undefined;
    if (body && throwsItself(body) && !tags.some((tag) => tag.name === 'throws')) {
      report(declaration, `${name}: throws, without @throws`);
    }
    for (const number of numbersOf(declaration)) {
      const numberName = number.name.getText();
      if (!unitInName.test(numberName) && !texts.some((text) => unitInDoc.test(text))) {
        report(number, `${name}: the number ${numberName} has no unit, range or meaning`);
      }
    }
  }

  /** The declaration itself or its parameters, where they are numbers. */
  function numbersOf(declaration: ts.Declaration): (ts.NamedDeclaration & { name: ts.DeclarationName })[] {
    const candidates = ts.isFunctionLike(declaration) ? [...declaration.parameters] : [declaration];
    return candidates.filter((one): one is ts.ParameterDeclaration => {
      const isTyped =
        ts.isPropertySignature(one) ||
        ts.isPropertyDeclaration(one) ||
        ts.isVariableDeclaration(one) ||
        ts.isParameter(one);
      if (!isTyped || !ts.isIdentifier(one.name)) return false;
      const type = checker.getNonNullableType(checker.getTypeAtLocation(one));
      return (type.flags & ts.TypeFlags.Number) !== 0;
    });
  }

  function report(node: ts.Node, text: string): void {
    const source = node.getSourceFile();
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    findings.add(`${relative(base, source.fileName)}:${line + 1} ${text}`);
  }
}

function membersOf(declaration: ts.Declaration): readonly (ts.ClassElement | ts.TypeElement)[] {
  if (ts.isClassDeclaration(declaration) || ts.isInterfaceDeclaration(declaration)) return declaration.members;
  if (ts.isTypeAliasDeclaration(declaration) && ts.isTypeLiteralNode(declaration.type)) return declaration.type.members;
  return [];
}

const undocumentedModifiers = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Override;

/** Not for users, or documented elsewhere: private, an override, or a well-known symbol, whose meaning the language defines. */
function isHidden(member: ts.ClassElement | ts.TypeElement): boolean {
  if ((ts.getCombinedModifierFlags(member) & undocumentedModifiers) !== 0 || member.name === undefined) return true;
  return ts.isPrivateIdentifier(member.name) || ts.isComputedPropertyName(member.name);
}

/** Whether a body throws by its own hand: not in a function inside it, nor in a `try` whose `catch` receives it. */
function throwsItself(node: ts.Node): boolean {
  if (ts.isThrowStatement(node)) return true;
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  if (ts.isTryStatement(node) && node.catchClause) {
    return throwsItself(node.catchClause) || (node.finallyBlock !== undefined && throwsItself(node.finallyBlock));
  }
  return ts.forEachChild(node, (child) => throwsItself(child) || undefined) ?? false;
}

if (import.meta.main) {
  const files = publishedPackages().flatMap((one) => entryPoints(one).map(({ source }) => source));
  reportFindings(findUndocumented(files, root));
}
