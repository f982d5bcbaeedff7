/** The main path in WebKitGTK, over W3C WebDriver: a browser without OPFS, WebGPU and threads. */
import { launchWebKit } from '../tools/lib/launch-webkit.ts';
import { findWebKit } from '../tools/lib/find-browser.ts';
import { html, python } from './inputs.ts';
import { expect, test } from './site.ts';

interface Outcome {
  status: string;
  table: string;
  details: string;
  violations: string[];
}

test('dropped files are named and say why', async ({ server }) => {
  test.skip(!findWebKit(), 'no WebKitGTK on this machine: apt-get install webkit2gtk-driver xvfb');
  test.setTimeout(120_000);

  const { status, table, details, violations } = await runInWebKit(`${server.origin}/`);
  expect(status).toMatch(/^Done: 2 files answered/);
  expect(table).toContain('Python source');
  expect(table).toContain('HTML document');
  expect(table).toContain('but the name says .pdf');
  expect(details).toContain('The model says python');
  expect(details).toContain('69 6d 70 6f 72 74');
  expect(violations).toEqual([]);
});

async function runInWebKit(url: string): Promise<Outcome> {
  const { command, close } = await launchWebKit(url, 90_000);
  try {
    const files = [
      ['walk.pdf', python],
      ['page.html', html],
    ];
    return await command<Outcome>('POST', 'execute/async', { script: dropAndLook, args: [files] });
  } finally {
    await close();
  }
}

/** In the page: drops files by an event of its own, waits for the end, opens the first row and waits for its bytes. */
const dropAndLook = `
  const [files, done] = arguments;
  const violations = [];
  document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
  const dataTransfer = new DataTransfer();
  for (const [name, content] of files) dataTransfer.items.add(new File([content], name));
  for (const type of ['dragenter', 'dragover', 'drop']) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }
  const textOf = (selector) => document.querySelector(selector)?.innerText ?? '';
  const tell = () => {
    watching.disconnect();
    done({ status: textOf('[role=status]'), table: textOf('main'), details: textOf('dialog'), violations });
  };
  // No animation frames: a browser under a bare X server may give none.
  const look = () => {
    if (!textOf('[role=status]').startsWith('Done')) return;
    const dialog = document.querySelector('dialog');
    if (!dialog?.open) document.querySelector('[aria-rowindex="2"]')?.click();
    else if (dialog.querySelector('.dump')) tell();
  };
  const watching = new MutationObserver(look);
  watching.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  setTimeout(tell, 60_000); // with what there is by then: that says more than a time-out
`;
