/** `node run-subject.ts NAME OPTIONS FILES`: one subject over a list of files, in a process of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { start as startFileType } from './subjects/file-type.ts';
import { start as startMagikaNpm } from './subjects/magika-npm.ts';
import { start as startNearside } from './subjects/nearside.ts';
import { start as startOnnxRuntime } from './subjects/onnxruntime.ts';
import type { Subject, SubjectName, SubjectOptions } from './subjects/subject.ts';

/** What this program prints. */
export interface SubjectResult {
  /** User and system time, of all threads. */
  cpuMsPerFile: number;
  filesPerS: number;
  /** Of the whole process, from its start. */
  peakRssMib: number;
  labels: string[];
}

const warmUpFiles = 30;

if (import.meta.main) {
  const [name, peersFolder, listFile, peerModel] = process.argv.slice(2) as [SubjectName, string, string, string?];
  const files = JSON.parse(readFileSync(listFile, 'utf8')) as string[];
  const subject = await startSubject(name, { peer: (path) => join(peersFolder, path), peerModel });
  for (const file of files.slice(0, warmUpFiles)) await subject.identify(file);
  const result = await measure(subject, files);
  await subject.close?.();
  process.stdout.write(JSON.stringify(result));
}

function startSubject(name: SubjectName, options: SubjectOptions): Promise<Subject> {
  switch (name) {
    case 'nearside':
      return startNearside();
    case 'onnxruntime-web':
    case 'onnxruntime-node':
      return startOnnxRuntime(name, options);
    case 'file-type':
      return startFileType(options);
    case 'magika-npm':
      return startMagikaNpm(options);
    default:
      throw new Error(`no subject ${String(name satisfies never)}`);
  }
}

async function measure(subject: Subject, files: string[]): Promise<SubjectResult> {
  const labels: string[] = [];
  const before = process.cpuUsage();
  const startMs = performance.now();
  for (const file of files) labels.push(await subject.identify(file));
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(before);
  return {
    cpuMsPerFile: (user + system) / 1000 / files.length,
    filesPerS: files.length / seconds,
    peakRssMib: process.resourceUsage().maxRSS / 1024,
    labels,
  };
}
