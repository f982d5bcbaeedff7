import { describe, expect, it } from 'vitest';
import { row } from '../rows/testing.ts';
import type { Row } from '../rows/row.ts';
import { csvPieces } from './csv.ts';
import { jsonPieces } from './json.ts';

const mode = 'high_confidence';
const toCsv = (rows: readonly Row[]): string => [...csvPieces(rows, mode)].join('');
const toJson = (rows: readonly Row[]): string => [...jsonPieces(rows, mode)].join('');

describe('CSV', () => {
  it('has a header, a line a file, and CR LF after each', () => {
    const lines = toCsv([row('a/walk.py', 'python', 0.5)]).split('\r\n');
    expect(lines).toEqual([
      'path,bytes,label,description,mime_type,group,score,model_label,overwrite_reason,warning,error',
      expect.stringMatching(/^a\/walk\.py,5,/),
      '',
    ]);
  });

  it('quotes commas, quotes and line breaks', () => {
    expect(toCsv([row('a,"b"\nc', 'python')])).toContain('\r\n"a,""b""\nc",5,');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1+1'])('disarms the name %j', (name) => {
    expect(toCsv([row(name, 'python')])).toContain(`\r\n'${name},5,`);
  });

  it('has a line for what could not be read', () => {
    expect(toCsv([row('gone')])).toContain('\r\ngone,,,,,,,,,,invalid-input: the input cannot be read\r\n');
  });
});

it('JSON has the names of the package, the warning and the error', () => {
  const text = toJson([row('a/invoice.pdf', 'pebin', 0.75), row('gone')]);
  expect(JSON.parse(text)).toEqual({
    mode: 'high_confidence',
    files: [
      {
        path: 'a/invoice.pdf',
        bytes: 5,
        label: 'pebin',
        description: 'PE Windows executable',
        mimeType: 'application/x-dosexec',
        group: 'executable',
        extensions: ['exe', 'dll'],
        isText: false,
        score: 0.75,
        modelLabel: 'pebin',
        overwriteReason: 'none',
        warning: 'The name ends in .pdf (PDF document), but the content is: PE Windows executable.',
      },
      { path: 'gone', error: { code: 'invalid-input', message: 'the input cannot be read', hint: 'Choose it again.' } },
    ],
  });
});

it('JSON is laid out as JSON.stringify does, also of nothing', () => {
  for (const rows of [[], [row('a "b"\n', 'python')], [row('gone'), row('b', 'png')]]) {
    const text = toJson(rows);
    const again = JSON.stringify(JSON.parse(text), undefined, 2);
    expect(text).toBe(`${again}\n`);
  }
});
