import { describe, expect, it } from 'vitest';
import { verdict } from '../rows/testing.ts';
import { toCsv } from './csv.ts';
import { toJson } from './json.ts';

describe('CSV', () => {
  it('has a header, a line a file, and CR LF after each', () => {
    const lines = toCsv([verdict('a/walk.py', 'python', 0.5)]).split('\r\n');
    expect(lines).toEqual([
      'path,bytes,label,description,mime_type,group,score,model_label,overwrite_reason,warning,error',
      expect.stringMatching(/^a\/walk\.py,5,/),
      '',
    ]);
  });

  it('quotes commas, quotes and line breaks', () => {
    expect(toCsv([verdict('a,"b"\nc', 'python')])).toContain('\r\n"a,""b""\nc",5,');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1+1'])('disarms the name %j', (name) => {
    expect(toCsv([verdict(name, 'python')])).toContain(`\r\n'${name},5,`);
  });

  it('has a line for what could not be read', () => {
    expect(toCsv([verdict('gone')])).toContain('\r\ngone,,,,,,,,,,invalid-input: the input cannot be read\r\n');
  });
});

it('JSON has the names of the package, the warning and the error', () => {
  const text = toJson([verdict('a/invoice.pdf', 'pebin', 0.75), verdict('gone')], 'high_confidence');
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
