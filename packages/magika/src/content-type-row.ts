/** A row of the generated table, in the reference's order, with its nulls. */
export type ContentTypeRow = readonly [
  mimeType: string | null,
  group: string | null,
  description: string | null,
  extensions: readonly string[],
  isText: boolean,
];
