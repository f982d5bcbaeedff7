/** `npm run faults [-- --only ID,…] [--peers] [--json FILE] [--markdown FILE]`: the fault matrix (e2e/faults), on the built packages. */
import { buildPackages } from '../lib/build.ts';
import { runProgram } from '../lib/run-program.ts';
import { root } from '../lib/workspace.ts';

await buildPackages();
const program = `${root}/e2e/faults/run.ts`;
const { code } = await runProgram(process.execPath, [program, ...process.argv.slice(2)], { output: 'inherit' });
process.exitCode = code;
