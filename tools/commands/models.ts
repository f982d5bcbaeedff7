/** `npm run models -- obtain NAME…|list|verify|generate`: see models/cli.ts. */
import { runScript } from '../lib/run-program.ts';

const { code } = await runScript('models/cli.ts', process.argv.slice(2), { output: 'inherit' });
process.exitCode = code;
