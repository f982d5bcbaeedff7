/** Prints what a rule found, one a line, and makes this process fail if that is anything. */
export function reportFindings(findings: string[]): void {
  for (const finding of findings) console.log(finding);
  if (findings.length > 0) process.exitCode = 1;
}
