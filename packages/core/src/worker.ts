export { serve, type ServeOptions } from './connection/serve.ts';
export type { LocalProvider } from './model/provider-ways.ts';
