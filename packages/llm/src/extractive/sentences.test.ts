import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairs, texts } from '../fixtures/texts.ts';
import { detectLanguage } from './detect-language.ts';
import { layOut } from './layout.ts';
import { boundariesByRule } from './sentence-boundaries.ts';
import { sentenceRules, unitsOf } from './sentences.ts';
import { splitUnits } from './split-units.ts';
import type { Unit } from './unit.ts';

function quotes(text: string, units: readonly Unit[] = splitUnits(text)): string[] {
  return units.map(({ start, end }) => text.slice(start, end));
}

function splitByRule(text: string, language: string): string[] {
  const rules = { ...sentenceRules(text, language), propose: boundariesByRule };
  return quotes(
    text,
    layOut(text).flatMap((block, index) => [...unitsOf(text, block, index, rules)]),
  );
}

describe('sentences', () => {
  it.each(Object.entries(pairs))(
    'of %s, with abbreviations, initials, ordinals and quotations inside',
    (language, pair) => {
      const text = pair.join(language === 'ja' || language === 'zh' ? '' : ' ');
      expect(quotes(text, splitUnits(text, language))).toEqual(pair);
    },
  );

  it.each(Object.entries(pairs))('of %s, where Intl.Segmenter is missing', (language, pair) => {
    const text = pair.join(language === 'ja' || language === 'zh' ? '' : ' ');
    expect(splitByRule(text, language)).toEqual(pair);
  });

  it('ends after an abbreviation where a function word begins the next', () => {
    const text =
      'He works for Acme Inc. The firm makes anvils, springs etc. They sell well in the U.S. However, not in Rome.';
    expect(quotes(text)).toHaveLength(4);
  });

  it('goes on where a small letter follows', () => {
    expect(quotes('"Really?" she asked. Yahoo! is old ... and still here. Good.')).toHaveLength(3);
  });

  it('ends at full stops in a text without capitals', () => {
    const text =
      'by using our services you agree to these terms. if you do not agree you may not use them, e.g. at home. we may end them.';
    expect(quotes(text)).toHaveLength(3);
  });

  it('runs on over the line ends of a wrapped paragraph, and not over those of a poem', () => {
    const wrapped =
      'The market hall of Albury was flooded on the third of March, when\nthe river rose by four metres in one night. Nobody was hurt, but the\ntraders lost their goods.';
    expect(quotes(wrapped)).toHaveLength(2);
    expect(
      quotes(
        'Whose woods these were I never knew\nThe owner lives beyond the hill\nHe will not see me passing through\nAnd all the little brook is still',
      ),
    ).toHaveLength(4);
  });

  it('cuts what is too long for a sentence, never inside a surrogate pair', () => {
    const text = '😀'.repeat(40_000);
    const units = splitUnits(text);
    expect(units.length).toBeGreaterThan(10);
    expect(quotes(text, units).every((quote) => quote.isWellFormed())).toBe(true);
    expect(quotes(text, units).join('')).toBe(text);
  });
});

describe('layout', () => {
  const kinds = (text: string): string[] => splitUnits(text).map(({ kind }) => kind);

  it('tells headings, items, rows, code and turns from sentences', () => {
    expect(kinds(texts['en'] as string).filter((kind) => kind !== 'sentence')).toEqual([
      'heading',
      ...Array.from({ length: 4 }, () => 'row'),
      ...Array.from({ length: 3 }, () => 'item'),
    ]);
    expect(kinds('Title\n=====\n\nText that follows.')).toEqual(['heading', 'sentence']);
    expect(kinds('Look:\n\n```js\nconst a = 1;\n```\n\nThat was code.')).toEqual(['sentence', 'code', 'sentence']);
    expect(kinds('function add(a, b) {\n  return a + b;\n}')).toEqual(['code', 'code', 'code']);
    expect(kinds('year,2019,2020\nsales,12,14\nloss,3,1')).toEqual(['row', 'row', 'row']);
    expect(kinds('Ann: We begin.\nBob: Good. I am late.\nAnn: It is fine.\nBob: Thanks.')).toEqual(
      Array(5).fill('turn'),
    );
  });

  it('takes a form for no conversation, and leaves speakers and marks out of units', () => {
    expect(kinds('Date: Monday\nPlace: the hall\nTime: noon\nHost: Ann\n')).not.toContain('turn');
    expect(quotes('Ann: We begin.\nBob: Good.\nAnn: It is fine.\nBob: Thanks.')[0]).toBe('We begin.');
    expect(quotes('- First thing.\n- Second thing.')).toEqual(['First thing.', 'Second thing.']);
  });
});

describe('splitUnits', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }), // lone surrogates too
    fc
      .array(
        fc.constantFrom(
          ...Object.values(texts),
          ...Object.values(pairs).flat(),
          '\n',
          '\r\n',
          '| a | b |',
          '# ',
          '- ',
          'A: b',
          '\u0000',
          '\u2028',
          '```',
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  );

  it('gives units in order, apart, trimmed, and leaves out nothing that could be a sentence', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let end = 0;
        for (const unit of splitUnits(text)) {
          expect(unit.start).toBeGreaterThanOrEqual(end);
          expect(unit.end).toBeGreaterThan(unit.start);
          const quote = text.slice(unit.start, unit.end);
          expect(quote.trim()).toBe(quote);
          end = unit.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('detectLanguage', () => {
  it.each(
    Object.entries({ ...pairs, ...Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, [text]])) }),
  )('%s', (language, parts) => {
    expect(detectLanguage(parts.join(' ')).language).toBe(language);
  });

  it.each(['', '12 + 30 = 42', 'qwzx kjhg fdsx plmv bnvc trwq', '\u0000\u0001'])('does not guess: %j', (text) => {
    expect(detectLanguage(text).language).toBe('und');
  });
});
