/**
 * `npm run eval -- answer --docs FILE.jsonl --engine extractive --out FILE.jsonl [--part odd] [--json FILE]`: for each
 * question about a document a summary with that question as context, of at most three sentences, so of at most three
 * turns; and whether what it cites lies in the turns that support the answer.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { writeOutcome } from '../../tools/lib/outcome.ts';
import { citationOverlap, goldSpans } from './summarize/citations.ts';
import { readDocuments } from './summarize/documents.ts';
import { engineOf } from './summarize/engine.ts';

const { values: options } = parseArgs({
  options: {
    docs: { type: 'string' },
    engine: { type: 'string' },
    model: { type: 'string' },
    out: { type: 'string' },
    part: { type: 'string', default: 'all' },
    json: { type: 'string' },
  },
});
/** Sentences of an answer; no limit of words matters beside it. */
const answer = { maxSentences: 3, targetWords: 100_000 };

try {
  main();
} catch (error) {
  console.error(`nearside: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

function main(): void {
  if (options.docs === undefined || options.out === undefined) throw new Error('--docs FILE and --out FILE are needed');
  const engine = engineOf(options.engine);
  const lines: string[] = [];
  let [queries, hits, cited, inside] = [0, 0, 0, 0];
  for (const { id, document, queries: asked = [] } of readDocuments(options.docs, options.part)) {
    for (const [index, { query, spans }] of asked.entries()) {
      const { text: summary, sentences } = engine(document, { ...answer, context: query });
      const sources = sentences.flatMap((sentence) => sentence.sources);
      lines.push(JSON.stringify({ id, query_index: index, summary, sources }));
      const overlap = citationOverlap(sources, goldSpans(document, spans));
      queries++;
      hits += overlap.inside > 0 ? 1 : 0;
      cited += overlap.cited;
      inside += overlap.inside;
    }
  }
  if (queries === 0) throw new Error('no document has queries');
  writeFileSync(options.out, `${lines.join('\n')}\n`);
  const figures = { queries, citation_hit: hits / queries, citation_precision: cited === 0 ? 0 : inside / cited };
  writeOutcome(options.json, { suite: 'answer', figures, rows: [], notes: [] });
  const [hit, precision] = [figures.citation_hit.toFixed(3), figures.citation_precision.toFixed(3)];
  console.log(`nearside: answer: ${queries} queries, citation hit ${hit}, precision ${precision}`);
}
