/** `npm run build`: packages and site, what is stale. */
import { buildSite } from '../lib/build.ts';

await buildSite();
console.log('packages/*/dist and demos/dist are built');
