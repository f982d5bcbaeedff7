/** `npm start [-- --port N]`: builds what is stale and serves the built site with its production headers. */
import { preview } from 'vite';
import { buildSite } from '../lib/build.ts';
import { readPort } from '../lib/read-port.ts';
import { viteConfig } from '../lib/workspace.ts';

const port = readPort();
await buildSite();
const server = await preview({ configFile: viteConfig, preview: { ...(port && { port, strictPort: true }) } });
console.log(`Nearside is at ${server.resolvedUrls?.local[0]}`);
