import { expect, it } from 'vitest';
import { folderOf, foundInList } from './file-list.ts';

it.each([
  ['', ''],
  ['name', ''],
  ['/name', ''],
  ['/album/name', 'album'],
  ['album/2024/name', 'album/2024'],
])('the folder of %j is %j', (path, folder) => {
  expect(folderOf(path)).toBe(folder);
});

it('has every file of a long list, in its order', async () => {
  const files = Array.from({ length: 2500 }, (_, index) =>
    Object.assign(new File([], `${index}`), { webkitRelativePath: '' }),
  );
  const names: string[] = [];
  for await (const batch of foundInList(files)) names.push(...batch.map(({ name }) => name));
  expect(names).toEqual(files.map(({ name }) => name));
});
