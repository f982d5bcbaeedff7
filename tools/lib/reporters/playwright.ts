import type { FullConfig, Reporter, Suite, TestError } from '@playwright/test/reporter';
import { writeReport, type SuiteReport } from './report.ts';

/** Counts Playwright's tests; one that passed only when repeated counts as failed. */
export default class NearsideReporter implements Reporter {
  readonly #report: SuiteReport = { passed: 0, failed: [], skipped: [] };
  #suite: Suite | undefined;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#suite = suite;
  }

  onError(error: TestError): void {
    this.#report.failed.push(error.message ?? 'an error outside any test');
  }

  onEnd(): void {
    for (const test of this.#suite?.allTests() ?? []) {
      const name = test.titlePath().filter(Boolean).join(' > ');
      const outcome = test.outcome();
      if (outcome === 'expected') this.#report.passed++;
      else if (outcome !== 'skipped') this.#report.failed.push(name);
      else {
        const notes = [...test.annotations, ...test.results.flatMap((result) => result.annotations)];
        const reason = notes.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
        this.#report.skipped.push({ name, reason: reason ?? 'no reason given' });
      }
    }
    writeReport(this.#report);
  }

  printsToStdio(): boolean {
    return false;
  }
}
