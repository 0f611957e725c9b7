// Coming in and going out, for each role.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { county, fillSignIn, launch, visit } from '../lib/browser.mjs';
import { open } from '../lib/expect.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Where each role works. */
const places = { member: '/year', leader: '/year', secretary: '/branch', office: '/bureau' };

for (const [role, path] of Object.entries(places)) {
  test(`the ${role} signs in, finds ${path} and signs out`, async (t) => {
    const { page, close } = await visit(browser, role);
    t.after(close);
    await open(page, path);
    await page.getByRole('button', { name: '退出登录' }).first().click();
    await page.waitForURL('**/sign-in');
    await page.goto(path);
    assert.equal(new URL(page.url()).pathname, '/sign-in', 'a signed-out person still sees the page');
  });
}

test('a stranger who asks for a page arrives there after signing in', async (t) => {
  const { page, close } = await visit(browser, null);
  t.after(close);
  await page.goto('/plan');
  await page.waitForURL('**/sign-in**');
  await fillSignIn(page, county().sign_ins.find((it) => it.role === 'member'));
  await page.waitForURL('**/plan');
});

test('a wrong password is named, and the account typed is kept', async (t) => {
  const { page, close } = await visit(browser, null);
  t.after(close);
  // A name that nobody has, so that no account of the county is slowed down by the failure.
  await page.goto('/sign-in');
  await fillSignIn(page, { name: 'nobody-here', password: 'wrong-password' });
  await page.getByRole('alert').first().waitFor();
  assert.equal(await page.locator('input[autocomplete="username"]').inputValue(), 'nobody-here');
  assert.equal(await page.locator('input[autocomplete="current-password"]').inputValue(), '');
});

test('a member is not let into the office', async (t) => {
  const { page, close } = await visit(browser, 'member');
  t.after(close);
  const answer = await page.goto('/bureau');
  assert.equal(answer?.status(), 403);
});
