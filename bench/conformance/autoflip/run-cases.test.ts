import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFolder, type Row } from './run-cases.ts';

const fixtures = join(import.meta.dirname, 'fixtures');

describe("the reference's cases", () => {
  it('pass, pictures included', () => {
    const rows = runFolder(fixtures);
    expect(rows.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(rows.length).toBe(124);
  });

  it('pass where they use what those do not: every field and option of the form', () => {
    const rows = runFolder(join(fixtures, 'more'), join(fixtures, 'images'));
    expect(rows.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(rows.length).toBeGreaterThan(120);
  });
});

describe('a runner that cannot be fooled', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nearside-cases-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** The rows of one file, its text changed. */
  function runChanged(name: string, change: (text: string) => string): Row[] {
    const own = mkdtempSync(join(folder, 'run-'));
    writeFileSync(join(own, `${name}.json`), change(readFileSync(join(fixtures, `${name}.json`), 'utf8')));
    return runFolder(own);
  }

  it('fails a file and a list that it does not know', () => {
    const own = mkdtempSync(join(folder, 'run-'));
    writeFileSync(join(own, 'colour_grading.json'), '{ "cases": [] }');
    expect(runFolder(own)).toMatchObject([{ status: 'failed', problems: ['no form for this file'] }]);
    const rows = runChanged('piecewise_linear', (text) => text.replace('"cases"', '"splines"'));
    expect(rows).toMatchObject([{ form: 'splines', status: 'failed' }]);
  });

  it('fails an expectation that it does not know', () => {
    const rows = runChanged('frame_crop_region', (text) => text.replace('{"score":0.9}', '{"scores":0.9}'));
    expect(rows.filter(({ status }) => status === 'failed')).toMatchObject([
      { id: 'score_maximum', problems: ['expected.scores is not known here'] },
    ]);
  });

  it('fails a wrong number, a refusal that does not come, and one that nobody expects', () => {
    const wrong = runChanged('kinematic_path_solver', (text) => text.replace('"value":506.4', '"value":506.5'));
    expect(wrong.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual([
      'no_filter_spike_moves_camera',
    ]);
    const notRefused = runChanged('geometry_utils', (text) => text.replace('"aspect":0,', '"aspect":1,'));
    expect(notRefused.filter(({ status }) => status === 'failed')).toMatchObject([{ problems: ['was not refused'] }]);
    const refused = runChanged('geometry_utils', (text) => text.replace('"aspect":0.5,', '"aspect":-0.5,'));
    expect(refused.filter(({ status }) => status === 'failed')).toHaveLength(1);
  });

  it('skips a case whose picture is missing, and names it', () => {
    const own = mkdtempSync(join(folder, 'run-'));
    cpSync(join(fixtures, 'shot_boundary.json'), join(own, 'shot_boundary.json'));
    const rows = runFolder(own);
    expect(rows.map(({ status }) => status)).toEqual(['skipped', 'skipped', 'skipped']);
    expect(rows[0]?.problems).toEqual(['dino.jpg is missing']);
  });
});
