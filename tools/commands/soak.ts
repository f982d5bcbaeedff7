/** `npm run soak [-- --minutes N --seed S --json FILE]`: hours of use in minutes (e2e/faults/soak.ts), on the built packages. */
import { buildPackages } from '../lib/build.ts';
import { runProgram } from '../lib/run-program.ts';
import { root } from '../lib/workspace.ts';

await buildPackages();
const program = `${root}/e2e/faults/soak.ts`;
const { code } = await runProgram(process.execPath, [program, ...process.argv.slice(2)], { output: 'inherit' });
process.exitCode = code;
