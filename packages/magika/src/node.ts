export { identifyPath, identifyPaths, type PathIdentification, type PathOptions } from './node/identify-path.ts';
export { walk } from './node/walk.ts';
