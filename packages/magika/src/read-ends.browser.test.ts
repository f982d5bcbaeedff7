import { describe, expect, it } from 'vitest';
import { readEnds } from './read-ends.ts';

describe('readEnds in a browser', () => {
  it('takes a file that was deleted for an error, not for an empty file', async () => {
    // A file of the origin's own file system: the only kind that a page itself can delete.
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle('deleted', { create: true });
    const writable = await handle.createWritable();
    await writable.write('content');
    await writable.close();
    const file = await handle.getFile();
    expect(await readEnds(file)).toMatchObject({ size: 7 });
    await folder.removeEntry('deleted');
    await expect(readEnds(file)).rejects.toMatchObject({
      code: 'invalid-input',
      hint: expect.stringContaining('choose it again'),
    });
  });

  it('takes an empty file for what it is', async () => {
    expect(await readEnds(new File([], 'empty'))).toMatchObject({ size: 0 });
  });
});
