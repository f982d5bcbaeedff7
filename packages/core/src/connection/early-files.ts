import type { Connection } from './connection.ts';
import type { EarlyFiles } from './start-request.ts';

/**
 * Fetches files while a worker starts, which would else begin with them only when it has.
 *
 * @param urls Of small files of the page's own, by path.
 * @param signal Ends it.
 * @returns Those that could be had. Never rejects: the worker fetches what is missing, and says what is wrong with it.
 */
export async function fetchEarly(urls: Readonly<Record<string, string>>, signal: AbortSignal): Promise<EarlyFiles> {
  const fetched = Object.entries(urls).map(async ([path, url]): Promise<EarlyFiles> => {
    try {
      const response = await fetch(url, { credentials: 'same-origin', signal });
      return response.ok ? { [path]: new Uint8Array(await response.arrayBuffer()) } : {};
    } catch {
      return {};
    }
  });
  return Object.assign({}, ...(await Promise.all(fetched))) as EarlyFiles;
}

/**
 * A connection whose start brings files along.
 *
 * @param connection As it was opened.
 * @param early On their way since before it was opened.
 */
export function withEarlyFiles(connection: Connection, early: Promise<EarlyFiles>): Connection {
  return {
    ...connection,
    start: async (request, link) => connection.start({ ...request, early: await early }, link),
  };
}
