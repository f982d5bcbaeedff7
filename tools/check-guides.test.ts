import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anchorsOf,
  errorCodes,
  findDeadLinks,
  findDeadMentions,
  findErrorGuideDefects,
  findPromiseDefects,
  findStaleSamples,
  findUsedCodes,
} from './check-guides.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nearside-guides-')));
beforeAll(() => {
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(folder, 'docs/a.md'), '# A\n\n## `timeout`\n');
  writeFileSync(join(folder, 'docs/a.ts'), 'one;\n// #region two\ntwo;\n// #endregion\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('anchorsOf', () => {
  it('names headings as GitHub does, and not what looks like one in code', () => {
    const markdown =
      '# One, *two*!\n\n## `worker-failed`\n\n```sh\n# no heading\n```\n\n## [A](b.md) & c\n\n## One two\n';
    expect([...anchorsOf(markdown)]).toEqual(['one-two', 'worker-failed', 'a--c', 'one-two-1']);
  });
});

describe('findDeadLinks', () => {
  const check = (text: string) => findDeadLinks({ path: 'docs/b.md', text }, folder);

  it('follows files, headings and anchors of the document itself', () => {
    expect(check('# B\n[a](a.md) [t](a.md#timeout) [own](#b) [code](a.ts#anything) [web](https://x.example)')).toEqual(
      [],
    );
  });

  it('finds what leads nowhere, and leaves code alone', () => {
    expect(check('[a](c.md) [t](a.md#busy) [own](#c) `[not](d.md)`\n```md\n[e](e.md)\n```\n')).toEqual([
      'docs/b.md: c.md leads nowhere',
      'docs/b.md: a.md#busy leads nowhere',
      'docs/b.md: #c leads nowhere',
    ]);
  });
});

describe('findDeadMentions', () => {
  it('finds guides that a hint names and that are not there', () => {
    const text = `hint: 'See docs/a.md, docs/a.md#timeout.', other: 'see docs/a.md#gone or docs/gone.md.'`;
    expect(findDeadMentions({ path: 'x.ts', text }, folder)).toEqual([
      'x.ts: docs/a.md#gone does not exist',
      'x.ts: docs/gone.md does not exist',
    ]);
  });
});

describe('findStaleSamples', () => {
  const check = (text: string) => findStaleSamples({ path: 'docs/b.md', text }, folder);

  it('compares a whole file, or a region of it', () => {
    const whole = '```ts docs/a.ts\none;\n// #region two\ntwo;\n// #endregion\n```\n';
    expect(check(`${whole}\n\`\`\`ts docs/a.ts#two\ntwo;\n\`\`\`\n\`\`\`ts\nanything;\n\`\`\`\n`)).toEqual([]);
  });

  it('finds other code, and files and regions that are gone', () => {
    const blocks = ['docs/a.ts\none;\n', 'docs/c.ts\none;\n', 'docs/a.ts#three\none;\n'];
    expect(check(blocks.map((block) => `\`\`\`ts ${block}\`\`\`\n`).join('\n'))).toEqual([
      'docs/b.md: the code is not that of docs/a.ts',
      'docs/b.md: docs/c.ts does not exist',
      'docs/b.md: the code is not that of docs/a.ts#three',
    ]);
  });
});

describe('the guide to errors', () => {
  const codes = errorCodes(`/** Codes. */ export type ErrorCode =\n  | 'timeout'\n  | 'quota'; type Other = 'x';`);
  const row = (code: string, retryable: string) => `| [\`${code}\`](#${code}) | text | ${retryable} |\n`;

  it('reads the union', () => {
    expect(codes).toEqual(['timeout', 'quota']);
  });

  it('has a heading and a row for each code', () => {
    const guide = `${row('timeout', 'yes')}${row('quota', 'no; in time')}\n## \`timeout\`\n\n## \`quota\`\n`;
    expect(findErrorGuideDefects(guide, codes)).toEqual([]);
  });

  it('finds what is missing, strange or wrong', () => {
    const guide = `${row('timeout', 'no')}${row('gone', 'no')}\n## \`timeout\`\n\n## \`gone\`\n`;
    expect(findErrorGuideDefects(guide, codes)).toEqual([
      'docs/errors.md: timeout is retryable',
      'docs/errors.md: no heading for quota',
      'docs/errors.md: there is no code gone',
    ]);
    expect(findErrorGuideDefects('## `timeout`\n## `quota`\n', codes)[0]).toContain('no row for timeout');
  });
});

describe('findUsedCodes', () => {
  it('finds a code that is said to be kept for later, and is in use', () => {
    const guide = '## `timeout`\n\nSlow.\n\n## `quota`\n\nKept. Nothing rejects with it today.\n';
    const sources = ['timeout', 'quota'].map((code) => ({
      path: `packages/x/${code}.ts`,
      text: `throw new NearsideError(\n  '${code}', 'x');`,
    }));
    expect(findUsedCodes(guide, sources)).toEqual([
      'docs/errors.md: nothing rejects with quota, but packages/x/quota.ts does',
    ]);
  });
});

describe('findPromiseDefects', () => {
  const tests: Record<string, string> = {
    'a.test.ts': Array.from({ length: 11 }, (_, index) => `it.each([1])('X1 P${index + 1} holds', () => {});`).join(
      '\n',
    ),
    'b.test.ts': `// P1 is proved here\nit('holds', () => {});`,
  };
  const check = (rows: string[]) => findPromiseDefects(rows.join('\n'), (path) => tests[path]);
  const rows = Array.from({ length: 11 }, (_, index) => `| P${index + 1} | text | [a](../a.test.ts) |`);

  it('accepts a row for each promise, with tests that are named after it', () => {
    expect(check(rows)).toEqual([]);
  });

  it('finds a promise without a row, and tests that are not named after it or not there', () => {
    expect(check(['| P1 | text | [b](../b.test.ts), [c](../c.test.ts) |', ...rows.slice(2)])).toEqual([
      'docs/architecture.md: no title in b.test.ts names P1',
      'docs/architecture.md: no title in c.test.ts names P1',
      'docs/architecture.md: P2 has no row with a test',
    ]);
  });
});
