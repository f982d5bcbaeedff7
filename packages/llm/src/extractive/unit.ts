/**
 * What a unit of a document is. A `turn` is a sentence that somebody says; `row` (of a table) and `code` are never
 * quoted while there is anything else.
 */
export type UnitKind = 'sentence' | 'heading' | 'item' | 'row' | 'code' | 'turn';

/** A stretch of a text, half-open, in UTF-16 code units. */
export interface Span {
  /** Index of its first code unit. */
  readonly start: number;
  /** Index after its last code unit. */
  readonly end: number;
}

/** The least piece that a summary can quote. It begins and ends with something that is no white space. */
export interface Unit extends Span {
  /** What it is. */
  readonly kind: UnitKind;
  /** Index of its block (paragraph, item, row, turn) in the document; units of one block follow each other. */
  readonly block: number;
}

/** A stretch of lines that belong together, before it is split into sentences. */
export interface Block extends Span {
  /** What its units will be. */
  readonly kind: UnitKind;
  /** Where the block begins with everything that is not quoted: a speaker's name, a bullet. */
  readonly outerStart: number;
}
