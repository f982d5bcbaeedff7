import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from './cli.ts';
import { copyCheckout } from './fixture.ts';

const stdout: string[] = [];
beforeEach(() => {
  stdout.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line: string) => void stdout.push(line));
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

describe('models', () => {
  it('lists what is vendored', () => {
    expect(main(['list'], copyCheckout())).toBe(0);
    expect(stdout).toEqual([
      'blazeface  611431 bytes  Apache-2.0  vendored',
      'magika  3210646 bytes  Apache-2.0  vendored',
      'nanodet  7674679 bytes  Apache-2.0  absent',
      'models list: 3 known: 2 vendored, 0 cached, 1 absent',
    ]);
  });

  it('reports a failure in exit code, summary and --json', () => {
    const layout = copyCheckout();
    writeFileSync(join(layout.generated, 'manifest.generated.ts'), 'stale');
    const report = join(layout.models, 'report.json');
    expect(main(['generate', '--check', '--json', report], layout)).toBe(1);
    expect(stdout).toEqual(['models generate: 2 passed, 1 failed']);
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      suite: 'models',
      figures: { passed: 2, failed: 1 },
      rows: [{}, {}, { what: 'manifest.generated.ts', problem: 'is stale' }],
      environment: { node: process.versions.node, browser: null },
      notes: [],
    });
    expect(main(['generate'], layout)).toBe(0);
    expect(main(['generate', '--check'], layout)).toBe(0);
  });

  it.each([
    [[]],
    [['tidy']],
    [['obtain']],
    [['obtain', 'pots']],
    [['list', 'magika']],
    [['verify', '--check']],
    [['--no']],
  ])('refuses %j', (args) => {
    expect(main(args, copyCheckout())).toBe(1);
    expect(stdout).toHaveLength(1);
  });
});
