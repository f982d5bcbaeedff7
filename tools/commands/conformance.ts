/** `npm run conformance -- SUITE …`: our answers against the reference's (bench/conformance/SUITE.ts). */
import { buildPackages } from '../lib/build.ts';
import { dispatch } from '../lib/dispatch.ts';

await buildPackages();
await dispatch('bench/conformance');
