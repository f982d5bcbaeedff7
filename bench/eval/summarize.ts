/**
 * `npm run eval -- summarize --docs FILE.jsonl --engine extractive --words N|reference --out FILE.jsonl [--part odd]
 * [--json FILE]`: summarises every document, scores it with ROUGE against its references, and does the same for lead,
 * random, TextRank and LexRank on the same units, with paired differences and their bootstrap intervals.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { writeOutcome } from '../../tools/lib/outcome.ts';
import { baselines, unitTexts } from './summarize/baselines.ts';
import { pairedInterval } from './summarize/bootstrap.ts';
import { countSpacedWords, readDocuments, referenceWords, type EvalDocument } from './summarize/documents.ts';
import { engineOf, type Summarize } from './summarize/engine.ts';
import { isQuoted } from './summarize/quoted.ts';
import { rouge, type RougeScores } from './summarize/rouge.ts';

const { values: options } = parseArgs({
  options: {
    docs: { type: 'string' },
    engine: { type: 'string' },
    model: { type: 'string' },
    words: { type: 'string', default: 'reference' },
    out: { type: 'string' },
    part: { type: 'string', default: 'all' },
    json: { type: 'string' },
  },
});

try {
  main();
} catch (error) {
  console.error(`nearside: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

interface Scored {
  scores: RougeScores;
  ratio: number;
}

function main(): void {
  if (options.docs === undefined || options.out === undefined) throw new Error('--docs FILE and --out FILE are needed');
  const documents = readDocuments(options.docs, options.part);
  if (documents.length === 0) throw new Error('there are no documents');
  const engine = engineOf(options.engine);
  const lines: string[] = [];
  const ours: Scored[] = [];
  let [elapsedMs, words, sentenceCount, quotedCount] = [0, 0, 0, 0];
  for (const one of documents) {
    const started = performance.now();
    const { sentences } = summarizeOne(engine, one);
    elapsedMs += performance.now() - started;
    words += countSpacedWords(one.document);
    sentenceCount += sentences.length;
    quotedCount += sentences.filter((sentence) => isQuoted(one.document, sentence)).length;
    const summary = sentences.map(({ text }) => text).join('\n');
    const reported = sentences.map(({ text, status, sources }) => ({ text, status, sources }));
    lines.push(JSON.stringify({ id: one.id, summary, sentences: reported }));
    ours.push(score(one, summary));
  }
  writeFileSync(options.out, `${lines.join('\n')}\n`);

  const figures: Record<string, number> = {
    documents: documents.length,
    ...means(ours),
    quoted: sentenceCount === 0 ? 0 : quotedCount / sentenceCount,
    ms_per_kiloword: elapsedMs / (words / 1_000),
  };
  console.error(`nearside: ${'extractive'.padEnd(9)} ${show(figures)}`);
  const rows = compare(documents, ours);
  writeOutcome(options.json, { suite: 'summarize', figures, rows, notes: [] });
  console.log(`nearside: summarize: ${documents.length} documents, ${show(figures)}, quoted ${figures['quoted']}`);
}

function budgetWords(one: EvalDocument): number {
  if (options.words === 'reference') return referenceWords(one);
  const words = Number(options.words);
  if (!Number.isInteger(words) || words < 1) throw new Error('--words is a number of words, or reference');
  return words;
}

function summarizeOne(engine: Summarize, one: EvalDocument): ReturnType<Summarize> {
  // A whole number: units are added until at least the mean is reached.
  return engine(one.document, { targetWords: Math.max(1, Math.ceil(budgetWords(one))) });
}

function score(one: EvalDocument, summary: string): Scored {
  return { scores: rouge(summary, one.references), ratio: countSpacedWords(summary) / referenceWords(one) };
}

function means(scored: readonly Scored[]): Record<'rouge1' | 'rouge2' | 'rougeLsum' | 'ratio', number> {
  const mean = (pick: (one: Scored) => number): number =>
    scored.reduce((sum, one) => sum + pick(one), 0) / scored.length;
  return {
    rouge1: mean(({ scores }) => scores.rouge1),
    rouge2: mean(({ scores }) => scores.rouge2),
    rougeLsum: mean(({ scores }) => scores.rougeLsum),
    ratio: mean(({ ratio }) => ratio),
  };
}

/** Scores every baseline, with our paired lead over it in ROUGE-1. */
function compare(documents: readonly EvalDocument[], ours: readonly Scored[]): unknown[] {
  const units = documents.map(({ document }) => unitTexts(document));
  return Object.entries(baselines).map(([name, summarize]) => {
    const theirs = documents.map((one, index) =>
      score(one, summarize(units[index] as string[], budgetWords(one), index)),
    );
    const ahead = pairedInterval(
      ours.map(({ scores }, index) => scores.rouge1 - (theirs[index] as Scored).scores.rouge1),
    );
    const interval = `${ahead.mean.toFixed(1)} [${ahead.low.toFixed(1)}, ${ahead.high.toFixed(1)}]`;
    console.error(`nearside: ${name.padEnd(9)} ${show(means(theirs))}; ours is ahead by ${interval}`);
    return { who: name, ...means(theirs), ahead_rouge1: ahead };
  });
}

function show(figures: Record<string, number>): string {
  const kinds = ['rouge1', 'rouge2', 'rougeLsum'].map((kind) => figures[kind]?.toFixed(1)).join(' / ');
  return `ROUGE ${kinds} at ratio ${figures['ratio']?.toFixed(2)}`;
}
