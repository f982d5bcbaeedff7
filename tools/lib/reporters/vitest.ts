import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { writeReport, type SuiteReport } from './report.ts';

/** Counts vitest's tests; a module that failed to load counts as one failed test, as does an error outside any. */
export default class NearsideReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const report: SuiteReport = { passed: 0, failed: errors.map((error) => error.message), skipped: [] };
    for (const module of modules) {
      for (const error of module.errors()) report.failed.push(`${module.relativeModuleId}: ${error.message}`);
      for (const test of module.children.allTests()) {
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        const result = test.result();
        if (result.state === 'passed') report.passed++;
        else if (result.state === 'skipped') report.skipped.push({ name, reason: result.note ?? 'no reason given' });
        else report.failed.push(name);
      }
    }
    writeReport(report);
  }
}
