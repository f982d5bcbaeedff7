import { describe, expect, it } from 'vitest';
import { contentType, findMismatch, type ContentType } from './decide.ts';

const compare = (path: string, label: string, score = 0.99) =>
  findMismatch(path, { ...(contentType(label) as ContentType), score });

describe('a name that disagrees', () => {
  it.each([
    ['invoice.pdf', 'pebin', true],
    ['IMG_0001.JPG', 'png', false],
    ['photo.heic', 'elf', true],
    ['report.docx', 'pdf', false],
    ['holiday.png', 'html', false],
    ['notes.txt', 'pdf', false],
    ['notes.txt', 'powershell', true],
    ['table.csv', 'batch', true],
    ['table.xls', 'html', false],
    ['song.mp3', 'zip', false],
    ['archive.tar.gz', 'pebin', true],
    ['installer.exe', 'zip', false],
    ['picture.gif', 'javascript', true],
    ['photo.jpg', 'dex', true],
    ['photo.jpg', 'python', false],
    ['some.folder/invoice.pdf', 'pebin', true],
    ['some.folder\\invoice.pdf', 'pebin', true],
    ['.config.json', 'pdf', false],
  ])('%s holding %s', (path, label, runs) => {
    const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
    expect(compare(path, label)).toMatchObject({ extension, runs });
  });

  it('says what was expected', () => {
    expect(compare('invoice.pdf', 'pebin')).toEqual({ extension: 'pdf', expected: 'PDF document', runs: true });
  });
});

describe('no warning', () => {
  it.each([
    ['its own type', 'invoice.pdf', 'pdf'],
    ['no extension', 'Makefile', 'makefile'],
    ['a hidden file', '.gitignore', 'pebin'],
    ['a dot at the end', 'invoice.', 'pebin'],
    ['an extension nobody knows', 'core.2024', 'elf'],
    ['an extension nobody claims', 'save.dat', 'sqlite'],
    ['an empty file', 'invoice.pdf', 'empty'],
    ['an answer that says nothing', 'invoice.pdf', 'unknown'],
    ['plain text', 'invoice.pdf', 'txt'],
    ['a C header', 'stdio.h', 'c'],
    ['a C++ header', 'vector.h', 'cpp'],
    ['TSX, which the model was not taught', 'app.tsx', 'typescript'],
    ['a picture the model was not taught', 'photo.heic', 'mp4'],
    ['JSON by another name', 'data.jsonl', 'json'],
    ['XML by another name', 'drawing.svg', 'xml'],
    ['a language by another', 'component.js', 'typescript'],
    ['one extension, two types', 'clip.ts', 'typescript'],
    ['upper case', 'SCRIPT.PY', 'python'],
    ['an office document as a ZIP', 'report.docx', 'zip'],
    ['a ZIP that is an office document', 'report.zip', 'docx'],
    ['a certificate in text', 'server.crt', 'pem'],
    ['a film in its sibling container', 'film.mp4', 'qt'],
    ['an object file', 'main.o', 'elf'],
    ['a label without extensions', 'image.iso', 'squashfs'],
    ['no extension in a folder that has one', 'photos.jpg/first', 'pebin'],
    ['white space in what would be an extension', 'name. with space', 'pebin'],
    ['standard input', '-', 'pdf'],
    ['a directory', 'photo.jpg', 'directory'],
    ['a link', 'photo.jpg', 'symlink'],
    ['an extension of no label', 'libc.so.6', 'elf'],
  ])('%s: %s holding %s', (_, name, label) => {
    expect(compare(name, label)).toBeUndefined();
  });

  it('for a guess', () => {
    expect(compare('invoice.pdf', 'pebin', 0.3)).toBeUndefined();
  });
});
