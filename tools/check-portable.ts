/** No tracked file names a path of somebody's machine, or the host that packages are downloaded from. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reportFindings } from './lib/report-findings.ts';
import { root } from './lib/workspace.ts';

const machinePath = /(?:^|[\s"'`(=:])(?:file:\/\/)?(?:\/(?:home|Users|root|work)\/[\w.-]+|[A-Z]:\\Users\\)/;
const registry = /"resolved": "https?:|\/\/registry\.|^registry\s*=/;
const maxBytes = 1_000_000;

/** What is wrong in a text, a line each: `LINE: WHAT`. */
export function findUnportable(text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    if (machinePath.test(line)) return `${index + 1}: a path of a machine`;
    return registry.test(line) ? `${index + 1}: a registry host` : [];
  });
}

if (import.meta.main) {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  const findings = tracked.flatMap((file) => {
    const stats = statSync(join(root, file), { throwIfNoEntry: false });
    if (!stats?.isFile() || stats.size > maxBytes) return []; // models and other data
    const bytes = readFileSync(join(root, file));
    return bytes.includes(0) ? [] : findUnportable(bytes.toString()).map((finding) => `${file}:${finding}`);
  });
  reportFindings(findings);
}
