// One-time codes: set up with a phone, asked for after the password, demanded of the office.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fillSignIn, launch, visit } from '../lib/browser.mjs';
import { expectAccessible, expectFrame, expectNoSidewaysScroll, expectSilence, open } from '../lib/expect.mjs';
import { serveCounty } from '../lib/server.mjs';
import { codeOf } from '../lib/totp.mjs';

let browser;
let served;
before(async () => {
  const settings = {
    XUEJI_ONE_TIME_CODES: 'office',
    XUEJI_SECRET_KEY: 'a key of a server that tests alone know',
  };
  served = await serveCounty({ people: 24, settings });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await served?.stop();
});

const account = (role) => served.county.sign_ins.find((it) => it.role === role);
const stranger = (how = {}) => visit(browser, null, { at: served.county, ...how });

async function expectGoodPage(page) {
  await expectFrame(page);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
}

async function signIn(page, role) {
  await page.goto('/sign-in');
  await fillSignIn(page, account(role));
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** Turns codes on and returns the phone's key and the recovery codes. */
async function setUp(page) {
  const key = await page.locator('#key').innerText();
  await page.locator('#code').fill(codeOf(key));
  await page.locator('button[value="confirm"]').click();
  await page.getByRole('heading', { level: 1, name: '恢复码' }).waitFor();
  return { key, recovery: await page.locator('ol li.code').allInnerTexts() };
}

/** The next code: the one that is shown now was used to turn codes on. */
const nextCode = (key) => codeOf(key, Date.now() + 30_000);

for (const [screen, script, role] of [
  ['phone', true, 'member'],
  ['desktop', false, 'leader'],
]) {
  test(`on a ${screen}, ${script ? 'with' : 'without'} script, the ${role} turns codes on and signs in with one`, async (t) => {
    const { page, complaints, close } = await stranger({ screen, script });
    t.after(close);
    await signIn(page, role);
    await open(page, '/account');
    await page.locator('a[href="/account/codes"]').click();
    if (script) await expectGoodPage(page);
    const { key, recovery } = await setUp(page);
    assert.equal(recovery.length, 10);
    if (script) await expectGoodPage(page);
    await page.getByRole('link', { name: '已保存，继续' }).click();
    await open(page, '/account/codes');
    if (script) await expectGoodPage(page);

    await page.context().clearCookies({ name: 'xj_session' });
    await page.goto('/account');
    await fillSignIn(page, account(role));
    await page.waitForURL('**/sign-in/code**');
    if (script) await expectGoodPage(page);
    await page.goto('/year');
    assert.equal(new URL(page.url()).pathname, '/sign-in', 'the session is not open before the code');
    await page.goto('/sign-in/code?next=%2Faccount');
    await page.locator('#code').fill(nextCode(key));
    await page.locator('#code').press('Enter');
    await page.waitForURL('**/account');

    await page.context().clearCookies({ name: 'xj_session' });
    await signIn(page, role);
    await page.locator('main details summary').click();
    await page.locator('#recovery').fill(recovery[0]);
    await page.locator('#recovery').press('Enter');
    await page.waitForURL('**/year');

    await open(page, '/account/codes');
    await page.locator('main details summary').click();
    await page.locator('#recovery').fill(recovery[1]);
    await page.locator('button[value="off"]').click();
    await page.waitForURL('**/account');
    expectSilence(complaints);
  });
}

test('the office sets codes up before anything else, and an administrator helps who lost the phone', async (t) => {
  const { page, close } = await stranger();
  t.after(close);
  await signIn(page, 'office');
  assert.equal(new URL(page.url()).pathname, '/account/codes');
  await page.goto('/bureau');
  assert.equal(new URL(page.url()).pathname, '/account/codes', 'nothing else comes first');
  await setUp(page);
  await page.getByRole('link', { name: '已保存，继续' }).click();
  await open(page, '/bureau');

  const admin = await stranger();
  t.after(admin.close);
  await signIn(admin.page, 'administrator');
  await setUp(admin.page);
  await open(admin.page, `/accounts?q=${account('office').name}`);
  await admin.page.getByRole('link', { name: account('office').name, exact: true }).click();
  await expectGoodPage(admin.page);
  await admin.page.locator('button[value="codes-reset"]').click();
  await admin.page.getByText('未开启').waitFor();
  await page.goto('/bureau');
  assert.equal(new URL(page.url()).pathname, '/sign-in', 'every session of the account is over');
});
