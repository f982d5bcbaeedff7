/** As much of a W3C WebDriver client as one page needs. */

/** An open session. */
export interface WebDriverSession {
  /** What the driver says it drives. */
  capabilities: { browserName: string; browserVersion: string };
  /** Sends a command of the session, as `POST url`. */
  command: <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<T>;
  /** Ends the session and its browser. */
  end: () => Promise<void>;
}

/**
 * Opens a session.
 *
 * @param origin Of a driver that listens.
 * @param capabilities What the browser must be.
 * @throws Error with the driver's words.
 */
export async function newSession(origin: string, capabilities: object): Promise<WebDriverSession> {
  const created = await send<{ sessionId: string } & Pick<WebDriverSession, 'capabilities'>>(
    'POST',
    `${origin}/session`,
    { capabilities: { alwaysMatch: capabilities } },
  );
  const session = `${origin}/session/${created.sessionId}`;
  return {
    capabilities: created.capabilities,
    command: (method, path, body) => send(method, `${session}/${path}`, body),
    end: async () => void (await send('DELETE', session)),
  };
}

/** Waits until a driver answers. */
export async function driverReady(origin: string, timeoutMs: number = 15_000): Promise<void> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    try {
      await send('GET', `${origin}/status`);
      return;
    } catch (error) {
      if (performance.now() > until) throw new Error(`no WebDriver answers at ${origin}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function send<T>(method: string, url: string, body?: object): Promise<T> {
  const response = await fetch(url, {
    method,
    ...(method === 'POST' && { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } }),
  });
  const { value } = (await response.json()) as { value: T };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`WebDriver: ${error}: ${message}`);
}
