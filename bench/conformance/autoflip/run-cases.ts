/** Runs every case of every file in a folder. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { judge, type Form, type Item, type Verdict } from './check.ts';
import { forms, proseKeys } from './forms.ts';

/** A case and what became of it; as `--json` lists it. */
export interface Row extends Verdict {
  file: string;
  form: string;
  id: string;
}

/**
 * Runs a folder.
 *
 * @param folder With JSON files.
 * @param images Where their pictures are.
 * @returns A row for each case, and a failed one for each file or list that has no form.
 */
export function runFolder(folder: string, images: string = join(folder, 'images')): Row[] {
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`);
  const files = globSync('*.json', { cwd: folder }).toSorted();
  if (files.length === 0) throw new Error(`there are no cases in ${folder}`);
  return files.flatMap((file) => runFile(join(folder, file), images));
}

function runFile(path: string, images: string): Row[] {
  const name = basename(path, '.json');
  const known = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (!known) return [failure(name, '', 'no form for this file')];
  const file = JSON.parse(readFileSync(path, 'utf8')) as Item;
  return Object.entries(file).flatMap(([key, value]) => {
    const form = Object.hasOwn(known, key) ? known[key] : undefined;
    if (form) return casesOf(value).map((item, index) => runCase({ file, images }, form, { name, key, index }, item));
    return proseKeys.has(key) ? [] : [failure(name, key, 'no form for this list')];
  });
}

function casesOf(value: unknown): Item[] {
  return (Array.isArray(value) ? value : [value]) as Item[];
}

function runCase(
  { file, images }: { file: Item; images: string },
  form: Form,
  { name, key, index }: { name: string; key: string; index: number },
  item: Item,
): Row {
  const id = typeof item['id'] === 'string' ? item['id'] : String(index);
  return { file: name, form: key, id, ...judge(form, item, { file, images }) };
}

function failure(file: string, form: string, problem: string): Row {
  return { file, form, id: '', status: 'failed', problems: [problem] };
}
