import { NearsideError } from '@nearside/core';
import { describe, expect, it } from 'vitest';
import { contentType, withoutModel, type ContentType, type Identification } from '../decide.ts';
import type { PathIdentification } from '../node/identify-path.ts';
import { errorText } from './error-text.ts';
import { formatLine } from './format.ts';
import { jsonText } from './json.ts';

const identified = (label: string, rest: Partial<Identification> = {}): PathIdentification => ({
  path: 'dir/a',
  status: 'ok',
  result: {
    ...(contentType(label) as ContentType),
    score: 0.9990000128746033,
    modelLabel: label,
    overwriteReason: 'none',
    ...rest,
  },
});

const systemError = Object.assign(new Error("ENOENT: no such file or directory, stat 'a'"), {
  code: 'ENOENT',
  errno: -2,
});
const missing: PathIdentification = {
  path: 'a',
  status: 'file_not_found_error',
  error: new NearsideError('invalid-input', systemError.message, { stage: 'read', cause: systemError }),
};
const unsure = identified('txt', { modelLabel: 'csv', score: 0.48967, overwriteReason: 'low_confidence' });

describe('formatLine', () => {
  it.each([
    ['%p|%l|%d|%g|%m', 'dir/a|python|Python source|code|text/x-python'],
    ['%e %s %S', '[py,pyi] 1.00 99%'],
    ['[%b]', '[]'],
    ['100%%', '100%'],
    ['%z %é %😀 %', 'z é 😀 '],
    ['%%p', '%p'],
    ['a\\n%\nb', 'a\\n\nb'],
    ['', ''],
  ])('%j gives %j', (template, line) => {
    expect(formatLine(template, identified('python'))).toBe(line);
  });

  it('adds the guess of a model that was not sure, rounded where the percent are cut', () => {
    expect(formatLine('%l%b %s %S', unsure)).toBe(
      'txt [Low-confidence model best-guess: CSV document (code), score=0.490] 0.49 48%',
    );
  });

  it('adds no guess where the label was overwritten for another reason', () => {
    const random = identified('unknown', { modelLabel: 'randombytes', overwriteReason: 'overwrite_map' });
    expect(formatLine('%l%b', random)).toBe('unknown');
  });

  it('has words for a path that could not be read', () => {
    expect(formatLine('%p: %d (%g) %l %m %e %s %S%b', missing)).toBe(
      'a: No such file or directory (os error 2) (error) error error [] 1.00 100%',
    );
  });

  it.each([
    [0.999999, '99%'],
    [Math.fround(1 - 2 ** -24), '99%'],
    [1, '100%'],
    [0.29, '29%'],
  ])('cuts %d to %s', (score, percent) => {
    expect(formatLine('%S', identified('python', { score: Math.fround(score) }))).toBe(percent);
  });
});

describe('jsonText', () => {
  it("prints the reference's keys in its order, on one line, with the whole score", () => {
    const python =
      '{"description":"Python source","extensions":["py","pyi"],"group":"code","is_text":true,"label":"python","mime_type":"text/x-python"}';
    expect(jsonText(identified('python'), 0)).toBe(
      `{"path":"dir/a","result":{"status":"ok","value":{"dl":${python},"output":${python},"score":0.9990000128746033}}}`,
    );
  });

  it('prints a whole score with its point, and nothing else', () => {
    const path = '"score":1}';
    expect(jsonText({ path, status: 'ok', result: withoutModel('empty') }, 0)).toMatch(
      /^\{"path":"\\"score\\":1\}",.*"score":1\.0\}\}\}$/,
    );
    expect(jsonText({ path, status: 'ok', result: withoutModel('empty') }, 2)).toContain('      "score": 1.0\n');
  });

  it('prints the status of a path that could not be read', () => {
    expect(jsonText(missing, 0)).toBe('{"path":"a","result":{"status":"file_does_not_exist"}}');
    expect(jsonText({ ...missing, status: 'permission_error' }, 0)).toContain('"permission_error"');
    expect(jsonText({ ...missing, status: 'unknown' }, 0)).toContain('"unknown"');
  });
});

describe('errorText', () => {
  it.each([
    ['EACCES', -13, 'Permission denied (os error 13)'],
    ['ELOOP', -40, 'Too many levels of symbolic links (os error 40)'],
    ['ENAMETOOLONG', -36, 'File name too long (os error 36)'],
    ['EUNHEARDOF', -999, 'something'],
  ])('%s', (code, errno, text) => {
    expect(errorText(Object.assign(new Error('something'), { code, errno }))).toBe(text);
  });

  it('keeps what is not of the system', () => {
    expect(errorText(new Error('early eof'))).toBe('early eof');
  });
});
