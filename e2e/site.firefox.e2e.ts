/** The main path in a stock Firefox, driven over WebDriver BiDi: its drag is an event of the page's own making. */
import { ambiguous, html, png, python } from './inputs.ts';
import { expect, test } from './site.ts';

test('dropped files are named, say why and are decided again', async ({
  site: { page, row, server, requests, expectDone },
}) => {
  await page.evaluate(
    (files) => {
      const dataTransfer = new DataTransfer();
      for (const [name, bytes] of files) dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    },
    Object.entries({ 'walk.py': python, 'cover.pdf': png, 'page.html': html, unsure: ambiguous }).map(
      ([name, content]) =>
        [name, Array.from(typeof content === 'string' ? new TextEncoder().encode(content) : content)] as const,
    ),
  );
  await expectDone(4);
  await expect(row('walk.py')).toContainText('Python source');
  await expect(row('cover.pdf')).toContainText('but the name says .pdf');
  await expect(row('page.html')).toContainText('HTML document');

  await row('walk.py').click();
  const details = page.getByRole('dialog', { name: 'walk.py' });
  await expect(details).toContainText('The model says python');
  await expect(details.getByRole('group', { name: 'Beginning' })).toContainText('69 6d 70 6f 72 74');

  await expect(row('unsure')).toContainText('Generic text document');
  await page.getByRole('radio', { name: 'Best guess' }).check({ force: true });
  await expect(row('unsure')).not.toContainText('Generic text document');
  expect(requests.every((request) => request.startsWith(`GET ${server.origin}/`))).toBe(true);
});
