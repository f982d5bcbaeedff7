import { describe, expect, it } from 'vitest';
import { contentType, type ContentType } from '../decide.ts';
import { disagrees } from './mismatch.ts';

const compare = (path: string, label: string) => disagrees(path, contentType(label) as ContentType);

describe('disagrees', () => {
  it.each([
    ['photo.jpg', 'python'],
    ['photo.JPG', 'png'],
    ['some.folder/invoice.pdf', 'pebin'],
    ['.config.json', 'pdf'],
    ['archive.tar.gz', 'zip'],
    ['notes.txt', 'pdf'],
    ['report.docx', 'zip'],
  ])('%s with %s', (path, label) => {
    expect(compare(path, label)).toBe(true);
  });

  it.each([
    ['its own extension', 'main.py', 'python'],
    ['upper case', 'MAIN.PY', 'python'],
    ['lower case of an extension known in upper case', 'code.s', 'asm'],
    ['an extension with a dot within', 'archive.tar.gz', 'gzip'],
    ['no extension', 'Makefile', 'python'],
    ['no extension in a folder that has one', 'photos.jpg/first', 'python'],
    ['a hidden file', '.py', 'pdf'],
    ['a dot at the end', 'invoice.', 'pdf'],
    ['standard input', '-', 'pdf'],
    ['plain text', 'photo.jpg', 'txt'],
    ['content that is not known', 'photo.jpg', 'unknown'],
    ['an empty file', 'photo.jpg', 'empty'],
    ['a directory', 'photo.jpg', 'directory'],
    ['a link', 'photo.jpg', 'symlink'],
    ['a label without extensions', 'image.iso', 'squashfs'],
    ['an extension of no label', 'libc.so.6', 'elf'],
  ])('not %s: %s with %s', (_, path, label) => {
    expect(compare(path, label)).toBe(false);
  });
});
