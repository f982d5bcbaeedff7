/** Drops a Python file on a page as a user does, and notes everything that is not as it should be. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type ConsoleMessage, type Page } from '@playwright/test';

const python = `#!/usr/bin/env python3
"""Counts the words of a text."""
import sys
from collections import Counter


def count_words(text: str) -> Counter:
    return Counter(word.lower() for word in text.split())


if __name__ == "__main__":
    for word, count in count_words(sys.stdin.read()).most_common(10):
        print(f"{count:6d} {word}")
`;

/** What a page did. */
export interface Visit {
  /** What it says at the end: label and score, or code and message. */
  text: string;
  /** Console errors and warnings, uncaught exceptions and refusals by a policy, as far as the page sees them. */
  problems: string[];
  /** Every URL that was asked for by the page or its workers. */
  urls: string[];
  /** Whether workers could have threads. */
  isolated: boolean;
}

/**
 * Opens a page, drops the file and waits for an answer.
 *
 * @param url Where the application is.
 */
export async function dropFile(page: Page, url: string): Promise<Visit> {
  const problems: string[] = [];
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  page.on('pageerror', (error) => problems.push(String(error)));
  const listen = (message: ConsoleMessage): void => {
    // Browsers ask for this icon by themselves; no application here has one.
    if (message.location().url.endsWith('/favicon.ico')) return;
    if (['error', 'warning'].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
  };
  page.on('console', listen);
  page.on('worker', (worker) => worker.on('console', listen));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      console.error(`refused by ${effectiveDirective}: ${blockedURI}`),
    );
    addEventListener(
      'drop',
      ({ isTrusted }) => (document.documentElement.dataset['trusted'] = String(isTrusted)),
      true,
    );
  });
  await page.goto(url);
  const output = page.locator('output');
  await expect(output).toHaveText('Drop a file');
  const folder = mkdtempSync(join(tmpdir(), 'nearside-drop-'));
  try {
    const file = join(folder, 'words'); // no extension: only its content tells
    writeFileSync(file, python);
    await drop(page, file);
    await expect(page.locator('html')).toHaveAttribute('data-trusted', 'true');
    await expect(output).not.toHaveText('Drop a file', { timeout: 60_000 });
  } finally {
    rmSync(folder, { recursive: true });
  }
  const isolated = await page.evaluate(() => crossOriginIsolated);
  return { text: await output.innerText(), problems, urls, isolated };
}

/** The browser's own drag: a trusted event with a real file, which a script cannot make. */
async function drop(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    await session.send('Input.dispatchDragEvent', { type, x: 50, y: 50, data });
  }
  await session.detach();
}
