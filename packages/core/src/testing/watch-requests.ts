/**
 * Runs something and collects the address of every request that the realm's scripts send meanwhile.
 *
 * @param run What is watched.
 * @returns Its value, and the addresses.
 * @throws What `run` throws.
 */
export async function watchRequests<T>(run: () => Promise<T>): Promise<{ value: T; requests: readonly string[] }> {
  const requests: string[] = [];
  const { fetch } = globalThis;
  const xhr = (globalThis as { XMLHttpRequest?: { prototype: { open: (...parts: unknown[]) => unknown } } })
    .XMLHttpRequest?.prototype;
  const open = xhr?.open;
  globalThis.fetch = (input, init) => {
    requests.push(input instanceof Request ? input.url : String(input));
    return fetch(input, init);
  };
  if (xhr && open) {
    xhr.open = function (...parts) {
      requests.push(String(parts[1]));
      return open.apply(this, parts);
    };
  }
  try {
    return { value: await run(), requests };
  } finally {
    globalThis.fetch = fetch;
    if (xhr && open) xhr.open = open;
  }
}
