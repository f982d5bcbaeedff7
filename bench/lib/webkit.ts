/** Pages in WebKitGTK. */
import { launchWebKit } from '../../tools/lib/launch-webkit.ts';
import type { OpenPage } from './page.ts';

const callTimeoutMs = 280_000; // below the 300 s after which Node's fetch gives a silent server up

/**
 * Opens a page in WebKitGTK's MiniBrowser.
 *
 * @throws Error when the machine has no WebKitGTK, or no X server for it.
 */
export async function openWebKit(url: string): Promise<OpenPage> {
  const { capabilities, command, close } = await launchWebKit(url, callTimeoutMs);
  return {
    browser: `WebKitGTK ${capabilities.browserVersion}`,
    async call<T>(name: string, argument: unknown = null) {
      const args = [name, argument];
      const outcome = await command<{ value: T } | { error: string }>('POST', 'execute/async', {
        script: bridge,
        args,
      });
      if ('error' in outcome) throw new Error(outcome.error);
      return outcome.value;
    },
    close,
  };
}

/**
 * WebDriver has no rejection: both ends of a promise come back as a value. It also may run this before the page's modules,
 * which the load event waits for.
 */
const bridge = `
  const [name, argument, done] = arguments;
  const loaded = document.readyState === 'complete' || new Promise((resolve) => addEventListener('load', resolve));
  Promise.resolve(loaded).then(() => bench[name](argument)).then(
    (value) => done({ value: value ?? null }),
    (error) => done({ error: String(error) }),
  );
`;
