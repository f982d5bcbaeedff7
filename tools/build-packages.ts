/** Builds the packages that are stale, without the site. */
import { buildPackages } from './lib/build.ts';

await buildPackages();
