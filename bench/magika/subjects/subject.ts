/** The form of everything whose cost a file is measured. */

/** Something that names files. */
export interface Subject {
  /** Names one file; loaded and warm before it is measured. */
  identify: (path: string) => Promise<string>;
  /** Ends what would keep the process. */
  close?: () => unknown;
}

/** The subjects; each has a module of its name here. */
export type SubjectName = 'nearside' | 'onnxruntime-web' | 'onnxruntime-node' | 'file-type' | 'magika-npm';

/** What a subject is started with. */
export interface SubjectOptions {
  /** Gives the absolute path of a file in a peer's package. */
  peer: (path: string) => string;
  /** Folder with npm magika's model. */
  peerModel?: string | undefined;
}
