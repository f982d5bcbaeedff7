/** What stores tell one another, over tabs. */
export type StoreMessage =
  /** A tab downloads and lives. `locks` are those that it holds; the bytes are of the model `key`. */
  | { readonly type: 'beat'; readonly key: string; readonly locks: readonly string[]; readonly loadedBytes: number }
  /** What is stored has changed. */
  | { readonly type: 'change'; readonly id: string };

/** The way to the other tabs, to the page of a store's worker, and to whoever listens on this very channel. */
export interface StoreChannel {
  post(message: StoreMessage): void;
  /** Calls for each message until the returned function is called. */
  listen(listener: (message: StoreMessage) => void): () => void;
  close(): void;
}

/** Opens the channel; a realm without BroadcastChannel, or that may not use it, hears only itself. */
export function openStoreChannel(): StoreChannel {
  const listeners = new Set<(message: StoreMessage) => void>();
  const tell = (message: StoreMessage) => {
    for (const listener of listeners) listener(message);
  };
  const channel = openBroadcast();
  // Node would not end while it is open.
  (channel as { unref?: () => void } | undefined)?.unref?.();
  if (channel) channel.onmessage = ({ data }: MessageEvent<StoreMessage>) => tell(data);
  return {
    post(message) {
      channel?.postMessage(message);
      tell(message);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => channel?.close(),
  };
}

function openBroadcast(): BroadcastChannel | undefined {
  try {
    return typeof BroadcastChannel === 'function' ? new BroadcastChannel('nearside-store') : undefined;
  } catch {
    // Firefox where the user has blocked storage: a SecurityError.
    return undefined;
  }
}
