/** A stored model, as eviction sees it. */
export interface EvictionCandidate {
  readonly key: string;
  /** Larger for a later use. */
  readonly order: number;
  /** Its files: a file that several models have is freed with the last of them. */
  readonly files: readonly { readonly at: string; readonly bytes: number }[];
}

/**
 * Which models to give up, least recently used first, until enough is free.
 *
 * @param candidates Every stored model.
 * @param needBytes What has to be freed.
 * @param isPinned Tells those that must stay: in use, or just being stored.
 * @returns Keys in the order to delete; undefined where even all of them would not do. Models whose files free nothing
 *   are left alone.
 */
export function chooseEvictions(
  candidates: readonly EvictionCandidate[],
  needBytes: number,
  isPinned: (key: string) => boolean,
): string[] | undefined {
  const owners = new Map<string, number>();
  for (const { files } of candidates) {
    for (const at of namesOf(files)) owners.set(at, (owners.get(at) ?? 0) + 1);
  }
  const chosen: string[] = [];
  let freedBytes = 0;
  for (const { key, files } of [...candidates].sort((a, b) => a.order - b.order)) {
    if (freedBytes >= needBytes) break;
    if (isPinned(key)) continue;
    chosen.push(key);
    for (const at of namesOf(files)) {
      const left = (owners.get(at) ?? 0) - 1;
      owners.set(at, left);
      if (left === 0) freedBytes += files.find((file) => file.at === at)?.bytes ?? 0;
    }
  }
  return freedBytes >= needBytes ? chosen : undefined;
}

function namesOf(files: EvictionCandidate['files']): Set<string> {
  return new Set(files.map(({ at }) => at));
}
