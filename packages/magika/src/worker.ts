import { serve as serveTask, type ServeOptions } from '@nearside/core/worker';
import { magikaTask } from './magika-task.ts';

/**
 * Serves Magika from a worker of one's own, with providers of one's own.
 *
 * @param options Providers, tried before those the client asks for.
 * @throws NearsideError 'unsupported' outside a dedicated worker.
 */
export function serve(options?: ServeOptions): void {
  serveTask(magikaTask, options);
}
