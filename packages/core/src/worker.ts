export { serve, type ServeOptions } from './serve.ts';
export type { LocalProvider } from './open-model.ts';
