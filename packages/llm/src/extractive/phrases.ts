/**
 * Phrases that tell a sentence's part in a text, by language: `cues` announce what the text is about ("we propose"),
 * `openers` lean on the sentence before ("However", "It"), of which `pronouns` make no sense without it.
 */

/** Patterns of one language; each is tried on a whole sentence. */
export interface Phrases {
  /** Somewhere in a sentence that says what the text does or found. */
  readonly cues: RegExp;
  /** At the beginning of a sentence that follows from another. */
  readonly openers: RegExp;
  /** At the beginning of a sentence whose subject stands in another. */
  readonly pronouns: RegExp;
}

const none = /(?!)/u;

const byLanguage: Readonly<Record<string, { cues: string; openers: string; pronouns: string }>> = {
  en: {
    cues: String.raw`(?:in )?this (?:paper|work|article|study|report|thesis)|we (?:\p{L}+ly )?(?:propose|introduce|present|develop|study|investigate)`,
    openers:
      'however|but|and|so|also|then|moreover|furthermore|for example|for instance|in addition|additionally|thus|therefore|hence',
    pronouns: 'it|this|these|they|he|she|that|those|such|its|their|his|her',
  },
  de: {
    cues: String.raw`(?:in )?diese[rsm]? (?:Arbeit|Studie|Artikel|Beitrag|Bericht)|wir (?:stellen|zeigen|untersuchen|entwickeln|schlagen)|zusammenfassend`,
    openers:
      'aber|doch|jedoch|und|auch|dann|außerdem|zudem|daher|deshalb|zum Beispiel|dagegen|allerdings|dadurch|damit|so',
    pronouns: 'er|sie|es|dies|diese|dieser|dieses|diesen|sein|seine|ihr|ihre',
  },
  fr: {
    cues: String.raw`(?:dans )?ce(?:t|tte)? (?:article|étude|travail|rapport|mémoire)|nous (?:proposons|présentons|étudions|montrons|introduisons|développons)`,
    openers:
      "mais|et|cependant|toutefois|ensuite|aussi|ainsi|de plus|en outre|par exemple|donc|pourtant|c'est pourquoi",
    pronouns: 'il|elle|ils|elles|cela|ceci|ce|cette|ces|son|sa|ses|leur|leurs|celui-ci|celle-ci',
  },
  es: {
    cues: String.raw`(?:en )?este (?:artículo|trabajo|estudio|informe)|(?:proponemos|presentamos|estudiamos|mostramos|introducimos|desarrollamos)`,
    openers: 'pero|y|sin embargo|además|también|entonces|así|por ejemplo|por lo tanto|por eso|no obstante',
    pronouns: 'él|ella|ellos|ellas|esto|este|esta|estos|estas|eso|ese|esa|su|sus',
  },
  it: {
    cues: String.raw`(?:in )?quest[oa] (?:articolo|lavoro|studio|rapporto|ricerca)|(?:proponiamo|presentiamo|studiamo|mostriamo|introduciamo|sviluppiamo)`,
    openers: 'ma|e|però|tuttavia|inoltre|anche|poi|così|per esempio|ad esempio|quindi|perciò',
    pronouns: 'egli|ella|esso|essa|essi|esse|lui|lei|loro|questo|questa|questi|queste|ciò|suo|sua',
  },
  pt: {
    cues: String.raw`(?:neste|este) (?:artigo|trabalho|estudo|relatório)|(?:propomos|apresentamos|estudamos|mostramos|introduzimos|desenvolvemos)`,
    openers: 'mas|e|porém|contudo|além disso|também|então|assim|por exemplo|portanto|no entanto',
    pronouns: 'ele|ela|eles|elas|isto|isso|este|esta|estes|estas|esse|essa|seu|sua',
  },
  nl: {
    cues: String.raw`(?:in )?(?:dit|deze) (?:artikel|studie|werk|rapport|onderzoek)|(?:we|wij) (?:presenteren|onderzoeken|tonen|stellen|ontwikkelen)`,
    openers: 'maar|en|echter|ook|dan|bovendien|daarom|dus|bijvoorbeeld|daarnaast|toch',
    pronouns: 'hij|zij|ze|het|dit|dat|deze|die|zijn|haar|hun',
  },
  pl: {
    cues: String.raw`w (?:tej|niniejszej) pracy|w (?:tym|niniejszym) artykule|(?:proponujemy|przedstawiamy|badamy|pokazujemy)`,
    openers: 'ale|i|jednak|jednakże|ponadto|także|również|więc|dlatego|na przykład|następnie',
    pronouns: 'on|ona|ono|oni|one|to|ten|ta|te|jego|jej|ich',
  },
  sv: {
    cues: String.raw`(?:i )?den(?:na)? här (?:artikeln|studien|rapporten)|denna (?:artikel|studie|rapport)|vi (?:föreslår|presenterar|undersöker|visar|utvecklar)`,
    openers: 'men|och|dock|också|sedan|dessutom|därför|till exempel|alltså|så',
    pronouns: 'han|hon|den|det|de|detta|denna|dessa|hans|hennes|deras',
  },
  ru: {
    cues: String.raw`в (?:этой|данной|настоящей) (?:работе|статье)|мы (?:предлагаем|представляем|исследуем|показываем|изучаем)`,
    openers: 'но|и|однако|также|затем|кроме того|поэтому|например|таким образом|более того',
    pronouns: 'он|она|оно|они|это|этот|эта|эти|его|её|ее|их',
  },
  zh: {
    cues: '本文|本研究|我们(?:提出|介绍|研究|证明)|本報告|本报告|總之|总之',
    openers: '但是|但|然而|因此|所以|此外|而且|例如|同时|于是',
    pronouns: '他|她|它|他们|她们|它们|这|那|其',
  },
  ja: {
    cues: '本(?:研究|論文|稿)|我々は|本報告',
    openers: 'しかし|そして|また|さらに|そのため|したがって|例えば|一方|だから|ただし',
    pronouns: '彼|彼女|彼ら|それ|これ|その|この|あれ|そこ|ここ',
  },
};

const compiled = new Map<string, Phrases>();

/** The phrases of a language; patterns that match nothing where it has none. */
export function phrasesOf(language: string): Phrases {
  let phrases = compiled.get(language);
  if (!phrases) compiled.set(language, (phrases = compile(language)));
  return phrases;
}

function compile(language: string): Phrases {
  const own = byLanguage[language];
  if (!own) return { cues: none, openers: none, pronouns: none };
  // Chinese and Japanese words have no edges that a pattern could see.
  const [edge, after] = /^(?:zh|ja)$/.test(language)
    ? ['', '']
    : [String.raw`(?<![\p{L}\p{N}])`, String.raw`(?![\p{L}\p{N}'’])`];
  const start = String.raw`^[^\p{L}\p{N}]*`;
  return {
    cues: new RegExp(`${edge}(?:${own.cues})${after}`, 'iu'),
    openers: new RegExp(`${start}(?:${own.openers})${after}`, 'iu'),
    pronouns: new RegExp(`${start}(?:${own.pronouns})${after}`, 'iu'),
  };
}
