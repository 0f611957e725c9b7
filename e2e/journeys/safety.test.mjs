// What a browser must not do with our pages: run what is not ours, or show them to the next person at the machine.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.mjs';
import { open } from '../lib/expect.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('a script or a style that gets into a page is not run', async (t) => {
  const { page, complaints, close } = await visit(browser, 'member');
  t.after(close);
  await open(page, '/year');
  const done = await page.evaluate(async () => {
    const violated = [];
    document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective));
    const script = Object.assign(document.createElement('script'), { textContent: 'window.ran = true' });
    const foreign = Object.assign(document.createElement('script'), { src: 'https://evil.example/a.js' });
    const style = Object.assign(document.createElement('style'), { textContent: 'body { display: none }' });
    document.body.append(script, foreign, style);
    document.body.insertAdjacentHTML('beforeend', '<img src="/no-such.png" onerror="window.ran = true"><p style="color: red">');
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { ran: window.ran ?? false, shown: getComputedStyle(document.body).display, violated };
  });
  assert.equal(done.ran, false);
  assert.notEqual(done.shown, 'none');
  for (const directive of ['script-src-elem', 'script-src-attr', 'style-src-elem', 'style-src-attr']) {
    assert.ok(done.violated.includes(directive), `${directive} was not refused: ${done.violated}`);
  }
  assert.ok(complaints.length > 0, 'a breach of the policy is heard by every journey');
});

test('a form that was left is found again with what was typed, and not after signing out', async (t) => {
  const { page, close } = await visit(browser, 'member');
  t.after(close);
  await open(page, '/records/new');
  await page.locator('#title').fill('写到一半的题目');
  await page.locator('a[href="/records"]').first().click();
  await page.waitForURL('**/records');
  await page.goBack();
  assert.equal(await page.locator('#title').inputValue(), '写到一半的题目');
  // Whose device it is for the time being, by a number, so that notes can be written without a network.
  const left = () => page.evaluate(() => Object.keys(localStorage));
  assert.deepEqual(await left(), ['xueji.kept.me'], 'nothing that was written is left on the device');
  await page.getByRole('button', { name: '退出登录' }).first().click();
  await page.waitForURL('**/sign-in');
  await page.goBack();
  await page.waitForURL('**/sign-in**');
  assert.equal(await page.locator('input[autocomplete="current-password"]').count(), 1);
});

test('after signing out, going back shows nothing of what was read', async (t) => {
  const { page, close } = await visit(browser, 'member');
  t.after(close);
  await open(page, '/records');
  await page.getByRole('button', { name: '退出登录' }).first().click();
  await page.waitForURL('**/sign-in');
  await page.goBack();
  await page.waitForURL('**/sign-in**');
  assert.equal(await page.locator('input[autocomplete="current-password"]').count(), 1);
});
