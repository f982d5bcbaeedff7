import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  summarizeWithSources,
  summarizeWithSourcesAsync,
  type ExtractiveOptions,
  type ExtractiveSummary,
} from '../extractive.ts';
import { texts } from '../fixtures/texts.ts';
import { countWords } from './words.ts';

const english = texts['en'] as string;
const types = ['key-points', 'tldr', 'teaser', 'headline'] as const;
const lengths = ['short', 'medium', 'long'] as const;
const mostSentences = { 'key-points': [3, 5, 7], tldr: [1, 3, 5], teaser: [1, 2, 4], headline: [1, 1, 1] } as const;
const headlineWords = [12, 17, 22];

function expectQuoted(text: string, { sentences }: ExtractiveSummary): void {
  let end = 0;
  for (const { text: quotation, sources, status, missing } of sentences) {
    expect(status).toBe('quoted');
    expect(missing).toEqual([]);
    expect(quotation).toBe(sources.map((one) => text.slice(one.start, one.end).replaceAll(/\s+/g, ' ')).join(' '));
    for (const source of sources) {
      expect(source.start).toBeGreaterThanOrEqual(end);
      expect(source.end).toBeGreaterThan(source.start);
      end = source.end;
    }
  }
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom(...Object.values(texts)),
  fc
    .array(fc.constantFrom(...Object.values(texts).flatMap((text) => text.split('\n'))), { maxLength: 20 })
    .map((lines) => lines.join('\n')),
);
const anyOptions = fc.record<ExtractiveOptions>(
  {
    type: fc.constantFrom(...types),
    length: fc.constantFrom(...lengths),
    maxWords: fc.integer({ min: 1, max: 60 }),
    context: fc.constantFrom('', 'Who pays for the market hall?', 'Werft', '博物馆', '?'),
  },
  { requiredKeys: [] },
);

describe('summarizeWithSources', () => {
  it('quotes: every sentence is its sources, in order, whatever the text and the wish', () => {
    fc.assert(
      fc.property(anyText, anyOptions, (text, options) => {
        const summary = summarizeWithSources(text, options);
        expect(summary.sentences.every(({ sources }) => sources.length > 0)).toBe(true);
        expectQuoted(text, summary);
      }),
    );
  });

  it('keeps the length, whatever the text', () => {
    fc.assert(
      fc.property(anyText, anyOptions, (text, options) => {
        const { sentences } = summarizeWithSources(text, options);
        const { type = 'key-points', length = 'short', maxWords = Infinity } = options;
        const step = lengths.indexOf(length);
        expect(sentences.length).toBeLessThanOrEqual(mostSentences[type][step] as number);
        const words = sentences.reduce((sum, sentence) => sum + countWords(sentence.text), 0);
        expect(words).toBeLessThanOrEqual(maxWords);
        const most = type === 'headline' ? (headlineWords[step] as number) : Infinity;
        expect(words).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('says something wherever there is a word', () => {
    fc.assert(
      fc.property(anyText, anyOptions, (text, options) => {
        fc.pre(countWords(text) > 0);
        expect(summarizeWithSources(text, options).sentences.length).toBeGreaterThan(0);
      }),
    );
  });

  it('gives the same answer again, and in slices', async () => {
    for (const text of Object.values(texts)) {
      const once = summarizeWithSources(text, { type: 'tldr', length: 'long' });
      expect(summarizeWithSources(text, { type: 'tldr', length: 'long' })).toEqual(once);
      expect(await summarizeWithSourcesAsync(text, { type: 'tldr', length: 'long' })).toEqual(once);
    }
  });

  it.each(Object.entries(texts))(
    'begins with no pronoun, and quotes no heading, row or item without an end: %s',
    (_, text) => {
      for (const type of types) {
        for (const length of lengths) {
          for (const { text: quotation } of summarizeWithSources(text, { type, length }).sentences.slice(0, 1)) {
            expect(quotation).not.toMatch(/^(?:It|They|She|He|Er|Sie|Es|Il|Elle|Él|Его|Она?) /u);
          }
          const { text: summary } = summarizeWithSources(text, { type, length });
          expect(summary).not.toContain('|');
          expect(summary).not.toContain('no. 5 of the rules');
        }
      }
    },
  );

  it('answers a question with what speaks of it', () => {
    const [first] = summarizeWithSources(english, {
      context: 'How much is paid by the insurance?',
      maxSentences: 1,
    }).sentences;
    expect(first?.text).toContain('the insurance covers half');
    const none = summarizeWithSources(english, { context: 'zebra' });
    expect(none).toEqual(summarizeWithSources(english));
  });

  it('reaches a target with whole units, at least one', () => {
    const one = summarizeWithSources(english, { targetWords: 1 });
    expect(one.sentences).toHaveLength(1);
    const more = summarizeWithSources(english, { targetWords: 60 });
    expect(countWords(more.text)).toBeGreaterThanOrEqual(60);
    expect(countWords(summarizeWithSources(english, { targetWords: 100_000 }).text)).toBeGreaterThan(150);
  });

  it('shortens by leaving pieces out where no sentence is short enough', () => {
    const text =
      'The hall (built in 1898, see the annex) reopens in spring, although nobody had believed that it could be done so soon.';
    const { sentences } = summarizeWithSources(text, { type: 'headline', maxWords: 8 });
    expect(sentences[0]?.text).toBe('The hall reopens in spring');
    expectQuoted(text, { text: '', language: 'en', sentences });
  });

  it.each([
    [{ type: 'essay' }],
    [{ length: 'endless' }],
    [{ maxWords: 0 }],
    [{ maxWords: 1.5 }],
    [{ targetWords: Number.NaN }],
    [{ maxSentences: -1 }],
  ])('refuses %j', (options) => {
    expect(() => summarizeWithSources(english, options as ExtractiveOptions)).toThrow(
      expect.objectContaining({ name: 'NearsideError', code: 'invalid-input' }),
    );
    expect(() => summarizeWithSources(42 as unknown as string)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
  });
});

describe('bad input', () => {
  const quoteOf = (text: string): string => summarizeWithSources(text, { type: 'tldr' }).text;

  it.each(['', ' \n\t ', '\u0000\u0001', '...', '😀'])('%j gives nothing', (text) => {
    expect(summarizeWithSources(text).sentences.filter((sentence) => countWords(sentence.text) > 0)).toEqual([]);
  });

  it.each(['word', '\ud800 lone', 'שלום עולם mixed', 'a\u0000b c'])('%j is quoted whole', (text) => {
    expect(quoteOf(text)).toBe(text);
  });

  it.each([
    ['code', 'const a = 1;\nconst b = 2;\nfunction f(x) {\n  return x + a;\n}'],
    ['a table', '| a | b |\n|---|---|\n| one | two |\n| three | four |'],
    ['a poem', 'The fog comes slowly to the town\nIt sits and looks around\nThen moves along without a sound'],
    ['no language that is known', 'Ko te reo te mauri o te mana. Kia kaha te iwi. Ko te whenua te toto.'],
  ])('a text without sentences still gives a line of it: %s', (_, text) => {
    expect(text).toContain(quoteOf(text));
    expect(quoteOf(text)).not.toBe('');
  });

  it('reads 10 MB on one line', () => {
    const text = english.replaceAll(/\s+/g, ' ').repeat(Math.ceil(10_000_000 / english.length));
    expectQuoted(text, summarizeWithSources(text));
    const spaceless = 'x'.repeat(10_000_000);
    expect(summarizeWithSources(spaceless, { maxWords: 1 }).sentences).toHaveLength(1);
  });

  it('reads 100,000 sentences', () => {
    const text = Array.from({ length: 100_000 }, (_, index) => `Sentence ${index} speaks of topic ${index % 97}.`).join(
      ' ',
    );
    const summary = summarizeWithSources(text, { type: 'key-points', length: 'long' });
    expect(summary.sentences).toHaveLength(7);
    expectQuoted(text, summary);
  });

  it('stops in the middle when it is aborted', async () => {
    const text = `${english}\n\n`.repeat(5_000);
    const controller = new AbortController();
    const summary = summarizeWithSourcesAsync(text, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')));
    await expect(summary).rejects.toThrow('enough');
    await expect(summarizeWithSourcesAsync(text, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
