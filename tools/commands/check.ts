/**
 * `npm run check [-- --only WORD] [--json FILE]`: every rule, a line each, going on after a failure; what a failed rule
 * said follows its line. The last line is `N passed, N failed`. `--only` runs the rules whose names contain WORD.
 */
import { globSync } from 'node:fs';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { writeOutcome } from '../lib/outcome.ts';
import { runScript, runTool, type RunResult } from '../lib/run-program.ts';
import { publishedPackages, root } from '../lib/workspace.ts';

interface Rule {
  name: string;
  run: () => Promise<RunResult>;
  /** Whether its output is worth reading when all is well. */
  isReport?: boolean;
}

const packageFolders = publishedPackages().map(({ folder }) => folder);
const typeProjects = globSync('{packages/*,demos,e2e,bench,models,tools}/tsconfig*.json', { cwd: root }).toSorted();
const formatted = '**/*.{ts,tsx,mts,mjs,css,html,json}';

// Types and package exports are checked on what users get, so the packages are built first.
const rules: Rule[] = [
  script('packages build', 'tools/build-packages.ts'),
  tool('format', 'prettier', ['--check', '--log-level=warn', formatted]),
  tool('lint', 'oxlint', ['--quiet']),
  ...typeProjects.map((path) => tool(`types ${path}`, 'typescript', ['-p', path])),
  script('docs: every export is documented', 'tools/check-docs.ts'),
  script('docs: guides say what exists', 'tools/check-guides.ts'),
  script('imports: no cycles, layers kept', 'tools/check-cycles.ts'),
  tool('no dead exports, files or dependencies', 'knip', ['--no-config-hints']),
  ...packageFolders.map((cwd) => tool(`publint ${relative(root, cwd)}`, 'publint', ['--strict'], cwd)),
  ...packageFolders.map((cwd) =>
    tool(
      `package types ${relative(root, cwd)}`,
      '@arethetypeswrong/cli',
      ['--pack', '.', '--profile', 'esm-only'],
      cwd,
    ),
  ),
  script('assets stand alone', 'tools/check-assets.ts'),
  script('generated files are up to date', 'models/cli.ts', ['generate', '--check']),
  script('the kernel is what its source compiles to', 'packages/magika/kernel/build.ts', ['--check']),
  script('the kernel weights are what the model packs to', 'packages/magika/kernel/pack.ts', ['--check']),
  script('licences', 'tools/check-licences.ts'),
  script('no machine paths or registry hosts', 'tools/check-portable.ts'),
  { ...script('sizes', 'tools/report-sizes.ts'), isReport: true },
];

const { values: options } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
const rows: { rule: string; ok: boolean; seconds: number }[] = [];
for (const { name, run, isReport = false } of rules.filter((rule) => rule.name.includes(options.only ?? ''))) {
  const startMs = performance.now();
  const { code, output } = await run();
  const seconds = (performance.now() - startMs) / 1000;
  const ok = code === 0;
  rows.push({ rule: name, ok, seconds });
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
  if (!ok || isReport) console.log(output.trimEnd().replaceAll(/^/gm, '  '));
}

const failed = rows.filter(({ ok }) => !ok).length;
const passed = rows.length - failed;
writeOutcome(options.json, { suite: 'check', figures: { passed, failed }, rows, notes: [] });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function tool(name: string, packageName: string, args: string[], cwd: string = root): Rule {
  return { name, run: () => runTool(packageName, args, { cwd, output: 'keep' }) };
}

function script(name: string, path: string, args: string[] = []): Rule {
  return { name, run: () => runScript(path, args, { output: 'keep' }) };
}
