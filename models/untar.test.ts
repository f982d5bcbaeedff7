import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { untar } from './untar.ts';

/** An archive made by the system's own tar. */
function archive(files: Readonly<Record<string, string>>): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'nearside-tar-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const { stdout, stderr } = spawnSync('tar', ['--format=ustar', '-cf', '-', '-C', folder, '.']);
  if (stdout.length === 0) throw new Error(String(stderr));
  return stdout;
}

const text = (files: Map<string, Uint8Array>, path: string) => new TextDecoder().decode(files.get(path));

describe('untar', () => {
  it('gives every file, whole, and no folder', () => {
    const long = `${'deep/'.repeat(30)}file.txt`;
    const files = untar(archive({ 'a.txt': 'a', 'b/empty': '', 'b/large': 'x'.repeat(1500), [long]: 'far' }));
    expect([...files.keys()].sort()).toEqual(['./a.txt', './b/empty', './b/large', `./${long}`]);
    expect(text(files, './b/large')).toBe('x'.repeat(1500));
    expect(text(files, `./${long}`)).toBe('far');
    expect(text(files, './b/empty')).toBe('');
  });

  it('says where an archive is cut short, or damaged', () => {
    const whole = archive({ 'a.txt': 'x'.repeat(3000) });
    expect(() => untar(whole.subarray(0, 2048))).toThrow(/damaged at byte/);
    const damaged = whole.slice();
    damaged.fill(0x7a, 124, 130);
    expect(() => untar(damaged)).toThrow(/damaged at byte 0/);
  });
});
