/** What a manifest may ask for at most: it comes from elsewhere, and decides what is fetched, stored and allocated. */

/** Of the JSON itself, in bytes; the chunks of 100 GB take a tenth of it. */
export const maxManifestBytes: number = 4 << 20;
/** Of an id, a version, a licence, a name or a path, in UTF-16 units. */
export const maxTextLength = 256;
/** Of the URL of a source, in UTF-16 units. */
export const maxUrlLength = 2048;
/** Forms of one model. */
export const maxArtefacts = 32;
/** Files of one form. */
export const maxFiles = 1024;
/** Of one file: 64 GiB. */
export const maxFileBytes: number = 2 ** 36;
/** Of one file. */
export const maxChunks = 32_768;
/** Smaller chunks would be requests without a purpose: 64 KiB. */
export const minChunkBytes: number = 64 << 10;
/** A chunk is held in memory while it is verified, several at a time: 16 MiB. */
export const maxChunkBytes: number = 16 << 20;
/** Mirrors, the first source included. */
export const maxSources = 16;
/** Of one form. */
export const maxRequirements = 16;
/** Inputs, or outputs, of the golden sample. */
export const maxTensors = 64;
/** Dimensions of one tensor of it. */
export const maxRank = 8;
/** Values of one tensor of it. */
export const maxTensorValues: number = 2 ** 19;
