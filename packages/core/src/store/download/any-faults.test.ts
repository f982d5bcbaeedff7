import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { serveFaults, type Fault } from '../../../../../tools/lib/fault-server.ts';
import { isNearsideError } from '../../errors.ts';
import { content, TestDownload, timesAsked } from '../../fixtures/download.ts';

const size = fc.integer({ min: 0, max: 12_000 });
const fault: fc.Arbitrary<Fault | undefined> = fc.option(
  fc.oneof(
    fc.record({ status: fc.constantFrom(404, 416, 429, 500, 503) }),
    fc.record({
      status: fc.constant(503),
      headers: fc.constantFrom({ 'retry-after': '2' }, { 'retry-after': 'soon' }),
    }),
    fc.record({ redirect: fc.constantFrom('/model', 'http://127.0.0.1:1/') }),
    fc.record({ page: fc.constant(true as const) }),
    fc.record({ cutAfter: size }),
    fc.record({ resetAfter: size }),
    fc.record({ corruptAt: fc.integer({ min: 0, max: content.length - 1 }) }),
    fc.record({ extraBytes: fc.integer({ min: 1, max: 9 }), ignoreRange: fc.constantFrom(undefined, true as const) }),
    fc.record({ missingBytes: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ ignoreRange: fc.constant(true as const), gzip: fc.constantFrom(undefined, true as const) }),
    fc.record({ framing: fc.constant('chunked' as const) }),
    fc.record({ etag: fc.constantFrom('"a"', '"b"', 'W/"c"') }),
    fc.record({ headers: fc.constantFrom({ etag: '', 'last-modified': '' }, { 'content-range': 'bytes 0-1/2' }) }),
  ),
  { nil: undefined },
);

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
