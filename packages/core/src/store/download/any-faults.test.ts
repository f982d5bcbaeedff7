import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { serveFaults, type Fault } from '../../../../../tools/lib/fault-server.ts';
import { isNearsideError } from '../../errors.ts';
import { content, TestDownload, timesAsked } from '../../fixtures/download.ts';

const size = fc.integer({ min: 0, max: 12_000 });
const some: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>(
    { page: true },
    { redirect: '/model' },
    { redirect: 'http://127.0.0.1:1/' },
    { status: 503, headers: { 'retry-after': '2' } },
    { status: 503, headers: { 'retry-after': 'soon' } },
    { extraBytes: 1 },
    { extraBytes: 1, ignoreRange: true },
    { missingBytes: 1 },
    { missingBytes: 1, ignoreRange: true },
    { ignoreRange: true },
    { ignoreRange: true, gzip: true },
    { gzip: true },
    { framing: 'chunked' },
    { etag: '"a"' },
    { etag: '"b"' },
    { etag: 'W/"c"' },
    { headers: { etag: '', 'last-modified': '' } },
    { headers: { 'content-range': 'bytes 0-1/2' } },
  ),
  fc.constantFrom(404, 416, 429, 500, 503).map((status) => ({ status })),
  size.map((cutAfter) => ({ cutAfter })),
  size.map((resetAfter) => ({ resetAfter })),
  fc.nat({ max: content.length - 1 }).map((corruptAt) => ({ corruptAt })),
);
const fault: fc.Arbitrary<Fault | undefined> = fc.option(some, { nil: undefined });

it('whatever two mirrors do: the file, or a typed error after which the next call gets the rest and nothing twice', async () => {
  const servers = [
    await serveFaults({ files: { '/model': content } }),
    await serveFaults({ files: { '/model': content } }),
  ];
  onTestFinished(async () => void (await Promise.all(servers.map((server) => server.close()))));
  const origins = servers.map(({ origin }) => origin);
  let calls = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 25 }), async (faults) => {
      let next = 0;
      for (const { inject } of servers) inject(() => faults[next++]);
      // It throws where a chunk is committed twice.
      const first = new TestDownload(origins);
      const error: unknown = await first.run().catch((thrown: unknown) => thrown);
      expect(error === undefined || isNearsideError(error)).toBe(true);
      expect(first.loadedBytes).toBe(first.bytes.length);

      for (const { inject } of servers) inject();
      // A path of its own: what the first call had under way may still reach the server.
      const path = `/model?${(calls += 1)}`;
      const urls = origins.map((origin) => ({ url: origin + path }));
      const second = new TestDownload(origins, { have: new Set(first.committed.keys()), urls });
      await second.run();
      const whole = [...first.committed, ...second.committed].toSorted(([a], [b]) => a - b);
      expect(Buffer.concat(whole.map(([, bytes]) => bytes)).equals(content)).toBe(true);
      const requests = servers.flatMap((server) => server.requests.filter((request) => request.path === path));
      const once = Array.from(second.committed.keys(), (index) => [index, 1] as const);
      expect(timesAsked({ requests })).toEqual(new Map(once));
    }),
    { numRuns: 60 },
  );
});
