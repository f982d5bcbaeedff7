/** What the build of the site brings in. */

/** Models that the host offers; their sources are relative to the page. */
declare const hostedManifests: readonly import('@nearside/core').ModelManifest[];

declare module '*.css';
