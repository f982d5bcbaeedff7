/** Pictures that cases name: found by their base name, decoded once. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fromRgba, type Picture } from '@nearside/autoflip/steps';
import { decode } from 'jpeg-js';
import { MissingImage } from './check.ts';

const decoded = new Map<string, Picture>();

/**
 * A JPEG file as pixels.
 *
 * @param folder Where pictures are.
 * @param name Any path or sentence that holds a name like `dino.jpg`.
 * @throws MissingImage when there is no such file.
 */
export function readPicture(folder: string, name: string): Picture {
  const file = basename(/[\w./-]+\.jpe?g/i.exec(name)?.[0] ?? name);
  const path = join(folder, file);
  const known = decoded.get(path);
  if (known) return known;
  if (!existsSync(path)) throw new MissingImage(`${file} is missing`);
  const { width, height, data } = decode(readFileSync(path), { useTArray: true, maxMemoryUsageInMB: 2048 });
  const picture = fromRgba(data, { width, height });
  decoded.set(path, picture);
  return picture;
}
