/** Something that was found in a drop, a pick or a paste, not opened yet: a folder of 100,000 files costs names only. */
export interface Found {
  readonly name: string;
  /** Path of the folder it was in, within what was dropped; empty at the top. */
  readonly folder: string;
  /** Opens it. Rejects when it is gone or may not be read. */
  open(): Promise<File>;
}

/** What a drop, a pick or a paste holds: pulled in batches, as folders give it. */
export type Finds = AsyncIterable<readonly Found[]>;

/** A file that is here already. */
export function foundFile(file: File, folder: string = ''): Found {
  return { name: file.name, folder, open: async () => file };
}
