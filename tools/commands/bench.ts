/** `npm run bench -- SUITE …`: speed and memory beside the peers (bench/SUITE.ts), on the built packages and site. */
import { buildSite } from '../lib/build.ts';
import { dispatch } from '../lib/dispatch.ts';

await buildSite();
await dispatch('bench');
