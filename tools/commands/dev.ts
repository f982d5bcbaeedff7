/** `npm run dev [-- --port N]`: the site with hot reload, over built packages. */
import { createServer } from 'vite';
import { buildPackages } from '../lib/build.ts';
import { readPort } from '../lib/read-port.ts';
import { viteConfig } from '../lib/workspace.ts';

const port = readPort();
await buildPackages();
const server = await createServer({ configFile: viteConfig, server: { ...(port && { port, strictPort: true }) } });
await server.listen();
server.printUrls();
