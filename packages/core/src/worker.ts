export { serve, type ServeOptions } from './serve.ts';
export type { LocalProvider } from './provider-ways.ts';
