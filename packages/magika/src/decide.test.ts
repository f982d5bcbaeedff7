import { describe, expect, it } from 'vitest';
import { contentType, decide, labels, modelLabels, ruleOut, thresholdFor } from './decide.ts';
import { contentTypeTable } from './content-types.generated.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** Scores of 0 but for the labels given. */
function scoresOf(given: Record<string, number>): Float32Array {
  const scores = new Float32Array(modelLabels().length);
  for (const [label, score] of Object.entries(given)) scores[modelLabels().indexOf(label)] = score;
  return scores;
}

function ruled(bytes: Uint8Array) {
  const cut = Math.min(4096, bytes.length);
  return ruleOut({ size: bytes.length, beginning: bytes.subarray(0, cut), end: bytes.subarray(bytes.length - cut) });
}

describe('decide', () => {
  it.each([
    {
      name: 'accepts at the threshold',
      scores: { python: 0.5 },
      mode: 'high_confidence',
      label: 'python',
      reason: 'none',
    },
    {
      name: 'a text below it is txt',
      scores: { python: 0.49 },
      mode: 'high_confidence',
      label: 'txt',
      reason: 'low_confidence',
    },
    {
      name: 'a binary below it is unknown',
      scores: { elf: 0.49 },
      mode: 'high_confidence',
      label: 'unknown',
      reason: 'low_confidence',
    },
    {
      name: 'a label has a threshold of its own',
      scores: { markdown: 0.7 },
      mode: 'high_confidence',
      label: 'txt',
      reason: 'low_confidence',
    },
    {
      name: 'medium has one for all',
      scores: { markdown: 0.7 },
      mode: 'medium_confidence',
      label: 'markdown',
      reason: 'none',
    },
    { name: 'best guess has none', scores: { markdown: 0.1 }, mode: 'best_guess', label: 'markdown', reason: 'none' },
    {
      name: 'the map overwrites',
      scores: { randombytes: 0.9 },
      mode: 'high_confidence',
      label: 'unknown',
      reason: 'overwrite_map',
    },
    {
      name: 'the map overwrites in best guess too',
      scores: { randomtxt: 0.1 },
      mode: 'best_guess',
      label: 'txt',
      reason: 'overwrite_map',
    },
    {
      name: 'low confidence comes before the map',
      scores: { randomtxt: 0.1 },
      mode: 'high_confidence',
      label: 'txt',
      reason: 'low_confidence',
    },
    {
      name: 'what is txt stays txt, without a reason',
      scores: { txt: 0.1 },
      mode: 'high_confidence',
      label: 'txt',
      reason: 'none',
    },
    {
      name: 'the first of a tie wins',
      scores: { zip: 0.6, '3gp': 0.6 },
      mode: 'high_confidence',
      label: '3gp',
      reason: 'none',
    },
  ] as const)('$name', ({ scores, mode, label, reason }) => {
    expect(decide(scoresOf(scores), { mode })).toMatchObject({ label, overwriteReason: reason });
  });

  it('keeps the raw score and the model label', () => {
    expect(decide(scoresOf({ randombytes: 0.25 }))).toMatchObject({
      score: 0.25,
      modelLabel: 'randombytes',
      label: 'unknown',
    });
  });

  it('holds a float32 0.9 below a threshold of 0.9, as Python does', () => {
    const r = { r: 0.9 };
    expect(scoresOf(r)[modelLabels().indexOf('r')]).toBeLessThan(0.9);
    expect(decide(scoresOf(r)).label).toBe('txt');
  });

  it('refuses another number of scores, and an unknown mode', () => {
    expect(() => decide(new Float32Array(3))).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => thresholdFor('python', 'sure' as 'best_guess')).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
  });
});

describe('ruleOut', () => {
  it.each([
    { name: 'an empty file', bytes: new Uint8Array(), label: 'empty' },
    { name: 'one byte of text', bytes: encode('a'), label: 'txt' },
    { name: 'seven bytes of text', bytes: encode('1234567'), label: 'txt' },
    { name: 'a byte that is no UTF-8', bytes: Uint8Array.of(0xff), label: 'unknown' },
    { name: 'NUL and control bytes', bytes: Uint8Array.of(0, 1, 2), label: 'txt' },
    { name: 'a byte order mark', bytes: Uint8Array.of(0xef, 0xbb, 0xbf), label: 'txt' },
    { name: 'a character cut in two', bytes: Uint8Array.of(0x61, 0xe2, 0x82), label: 'unknown' },
    { name: 'blanks with too little behind', bytes: encode('          1234567'), label: 'txt' },
    {
      name: '4,096 blanks, whatever follows',
      bytes: encode(' '.repeat(4096) + 'import os\n'.repeat(50)),
      label: 'txt',
    },
  ])('answers for $name', ({ bytes, label }) => {
    expect(ruled(bytes)).toMatchObject({ label, modelLabel: 'undefined', score: 1, overwriteReason: 'none' });
  });

  it('leaves 8 bytes to the model, also behind blanks', () => {
    expect(ruled(encode('12345678'))).toBeUndefined();
    expect(ruled(encode(' \n 12345678'))).toBeUndefined();
  });
});

describe('content types', () => {
  it('has every entry of the knowledge base, with its defaults', () => {
    expect(Object.keys(contentTypeTable)).toHaveLength(353);
    for (const label of Object.keys(contentTypeTable)) {
      const found = contentType(label);
      expect(found?.mimeType).not.toBe('');
      expect(found?.description).not.toBe('');
      expect(found?.group).not.toBe('');
    }
  });

  it('knows no label that is none', () => {
    expect(contentType('constructor')).toBeUndefined();
    expect(contentType('__proto__')).toBeUndefined();
    expect(contentType('nothing')).toBeUndefined();
  });

  it('lists the labels that an answer can carry', () => {
    expect(modelLabels()).toHaveLength(214);
    expect(labels()).toEqual(labels().toSorted());
    expect(labels()).toEqual(expect.arrayContaining(['python', 'empty', 'txt', 'unknown', 'directory', 'symlink']));
    expect(labels()).not.toContain('randombytes');
    expect(labels().every((label) => contentType(label) !== undefined)).toBe(true);
  });
});
