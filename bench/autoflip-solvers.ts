/**
 * `npm run bench -- autoflip-solvers [--check]`: what the three path solvers do with scenes whose best camera is known.
 * Writes docs/autoflip-solvers.md and the plots beside it; with `--check` it only says whether they are up to date.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { documentSolvers } from './autoflip/document-solvers.ts';

const { values: options } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const docs = resolve(import.meta.dirname, '../docs');
const stale: string[] = [];
for (const [path, content] of documentSolvers()) {
  const file = resolve(docs, path);
  if (options.check) {
    if (!existsSync(file) || readFileSync(file, 'utf8') !== content) stale.push(path);
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
if (stale.length > 0) {
  console.error(`nearside: not up to date: ${stale.join(', ')}; run npm run bench -- autoflip-solvers`);
  process.exitCode = 1;
} else console.log(options.check ? 'docs/autoflip-solvers.md is up to date' : 'docs/autoflip-solvers.md is written');
