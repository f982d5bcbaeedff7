/** `npm run eval -- SUITE …`: quality on data with a truth (bench/eval/SUITE.ts). */
import { buildPackages } from '../lib/build.ts';
import { dispatch } from '../lib/dispatch.ts';

await buildPackages();
await dispatch('bench/eval');
