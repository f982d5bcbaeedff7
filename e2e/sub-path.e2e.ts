import { join } from 'node:path';
import { productionHeaders } from '../demos/headers.ts';
import { serveStatic } from '../tools/lib/static-server.ts';
import { python } from './inputs.ts';
import { dropPaths, expect, openSite, siteFolder, test, writeInputs } from './site.ts';

test('the built site works under a path of its host', async ({ page }, testInfo) => {
  const server = await serveStatic({ mounts: { '/some/where/': siteFolder }, headers: { ...productionHeaders } });
  try {
    const { row, troubles } = await openSite(page, server, '/some/where/');
    await dropPaths(page, [join(writeInputs(testInfo, { 'walk.py': python }), 'walk.py')]);
    await expect(row('walk.py')).toContainText('Python source');
    expect(troubles).toEqual([]);
    expect(server.requests.every((request) => request.startsWith('GET /some/where/'))).toBe(true);
  } finally {
    await server.close();
  }
});
