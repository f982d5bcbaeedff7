/** Something that was found in a drop, a pick or a paste, not opened yet: a folder of 2,000 files costs names only. */
export interface Found {
  readonly name: string;
  /** Path of the folder it was in, within what was dropped; empty at the top. */
  readonly folder: string;
  /** Opens it. Rejects when it is gone or may not be read. */
  open(): Promise<File>;
}

/** A file that is here already. */
export function foundFile(file: File, folder: string = ''): Found {
  return { name: file.name, folder, open: async () => file };
}
