/** A bundler's development server, as long as a test needs it. */
import { spawn } from 'node:child_process';
import type { App } from './create-app.ts';

/** A running development server. */
export interface DevServer {
  url: string;
  stop: () => Promise<void>;
}

/**
 * Starts one and waits until it says where it is.
 *
 * @throws Error with its output when it ends before.
 */
export async function startDevServer(app: App, packageName: string, args: string[]): Promise<DevServer> {
  const child = spawn(process.execPath, [app.command(packageName), ...args], {
    cwd: app.folder,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const [found] = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(output) ?? [];
        if (found !== undefined) resolve(found);
      });
    }
    child.once('error', reject);
    child.once('close', () => reject(new Error(`${packageName} ended:\n${output}`)));
  });
  return {
    url,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
