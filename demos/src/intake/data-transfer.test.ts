import { expect, it } from 'vitest';
import { foundInTransfer } from './data-transfer.ts';
import type { Finds, Found } from './found.ts';

type Tree = { readonly [name: string]: Tree | string | Error };

/** An entry as browsers make them: children in batches of a hundred, then an empty one. */
function entryOf(name: string, node: Tree | string | Error, parent = ''): FileSystemEntry {
  const fullPath = `${parent}/${name}`;
  const isDirectory = typeof node === 'object' && !(node instanceof Error);
  const children = isDirectory ? Object.entries(node).map(([child, inside]) => entryOf(child, inside, fullPath)) : [];
  const reader = {
    readEntries: (resolve: (batch: FileSystemEntry[]) => void) => resolve(children.splice(0, 100)),
  };
  const file = (resolve: (file: File) => void, reject: (error: unknown) => void): void =>
    node instanceof Error ? reject(node) : resolve(new File([String(node)], name));
  return {
    name,
    fullPath,
    isDirectory,
    isFile: !isDirectory,
    createReader: () => reader,
    file,
  } as unknown as FileSystemEntry;
}

function transferOf(entries: FileSystemEntry[], text = ''): DataTransfer {
  const items = entries.map((entry) => ({
    kind: 'file',
    webkitGetAsEntry: () => entry,
    getAsFile: () => (entry.isFile ? new File(['top'], entry.name) : null),
  }));
  return { items, getData: () => text } as unknown as DataTransfer;
}

async function all(found: Finds | undefined): Promise<Found[]> {
  const list: Found[] = [];
  for await (const batch of found ?? []) list.push(...batch);
  return list;
}

it('walks folders, with their paths', async () => {
  const transfer = transferOf([entryOf('top.txt', 'x'), entryOf('album', { a: 'x', sub: { b: 'x', none: {} } })]);
  const found = await all(foundInTransfer(transfer));
  expect(found.map(({ folder, name }) => `${folder}|${name}`)).toEqual(['|top.txt', 'album|a', 'album/sub|b']);
});

it('reads folders to their end', async () => {
  const many = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`f${index}`, 'x']));
  expect(await all(foundInTransfer(transferOf([entryOf('many', many)])))).toHaveLength(250);
});

it('goes on after a folder that may not be read, which gets a row of its own', async () => {
  const locked = entryOf('locked', {});
  const denied = new DOMException('no', 'NotReadableError');
  Object.assign(locked, {
    createReader: () => ({ readEntries: (_: unknown, reject: (error: unknown) => void) => reject(denied) }),
  });
  const found = await all(foundInTransfer(transferOf([locked, entryOf('after', { a: 'x' })])));
  expect(found.map(({ name }) => name)).toEqual(['locked', 'a']);
  await expect(found[0]?.open()).rejects.toBe(denied);
});

it('opens a file only when it is asked to', async () => {
  const gone = new Error('gone');
  const [found] = await all(foundInTransfer(transferOf([entryOf('album', { a: gone })])));
  await expect(found?.open()).rejects.toBe(gone);
});

it('takes text where there is no file, without an extension', async () => {
  const [found] = await all(foundInTransfer(transferOf([], 'print(1)')));
  expect(found?.name).toMatch(/^Pasted text \d+$/);
  expect(await (await found?.open())?.text()).toBe('print(1)');
});

it('takes nothing of nothing', () => {
  expect(foundInTransfer(transferOf([]))).toBeUndefined();
});
