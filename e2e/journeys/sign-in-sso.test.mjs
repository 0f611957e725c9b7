// Single sign-on against a real provider on this machine, from its being down to its being unlinked.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fillSignIn, launch, visit } from '../lib/browser.mjs';
import { expectAccessible, expectFrame, expectNoSidewaysScroll, open } from '../lib/expect.mjs';
import { client, serveProvider, signInThere } from '../lib/provider.mjs';
import { freePort, serveCounty } from '../lib/server.mjs';

let browser;
let served;
let provider;
let ports;
before(async () => {
  ports = { here: await freePort(), there: await freePort() };
  const settings = {
    XUEJI_ADDRESS: `http://127.0.0.1:${ports.here}`,
    XUEJI_OIDC_ISSUER: `http://127.0.0.1:${ports.there}`,
    XUEJI_OIDC_CLIENT_ID: client.id,
    XUEJI_OIDC_CLIENT_SECRET: client.secret,
    XUEJI_OIDC_NAME: '县统一身份认证',
  };
  served = await serveCounty({ people: 24, port: ports.here, settings });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await served?.stop();
  await provider?.stop();
});

const account = (role) => served.county.sign_ins.find((it) => it.role === role);

async function stranger(how = {}) {
  const visitor = await visit(browser, null, { at: served.county, ...how });
  // The provider's page asks for a font from elsewhere.
  await visitor.page.context().route(/googleapis/, (route) => route.abort());
  return visitor;
}

/** From the sign-in page through the provider's and back. */
async function through(page, login, { from = '/sign-in' } = {}) {
  await page.goto(from);
  await page.getByRole('link', { name: '用县统一身份认证登录' }).click();
  await page.waitForURL(`http://127.0.0.1:${ports.there}/**`);
  await signInThere(page, login);
  await page.waitForURL((url) => url.port === `${ports.here}`);
}

test('while the provider is down the page says so, and the password opens it', async (t) => {
  const { page, close } = await stranger({ screen: 'phone' });
  t.after(close);
  await page.goto('/account');
  await page.getByRole('link', { name: '用县统一身份认证登录' }).click();
  await page.getByRole('alert').getByText('暂时没有应答').waitFor();
  await expectFrame(page);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await fillSignIn(page, account('member'));
  await page.waitForURL('**/account');
});

test('the provider starts', async () => {
  const back = served.county.address;
  const names = { 'u-1': 'member', 'u-2': 'leader', 'u-3': 'nobody-here', 'u-4': 'inspector', 'u-5': 'secretary' };
  provider = await serveProvider({ port: ports.there, back, names });
});

for (const script of [true, false]) {
  test(`somebody signs in there and sees My year, ${script ? 'with' : 'without'} script`, async (t) => {
    const { page, close } = await stranger({ script });
    t.after(close);
    await through(page, 'u-1', { from: '/year' });
    assert.equal(new URL(page.url()).pathname, '/year', 'they arrive where they were going');
    await open(page, '/account');
    await page.getByText('对方账号：member').waitFor();
    if (script) await expectAccessible(page);

    await page.getByRole('button', { name: '退出登录' }).first().click();
    await page.waitForURL('**/sign-in?left=true');
    await page.getByRole('link', { name: '同时退出县统一身份认证' }).click();
    await page.waitForURL(`http://127.0.0.1:${ports.there}/session/end**`);
    await page.locator('button[value="yes"]').click();
    await page.waitForURL('**/sign-in');
    // Signed out there as well: the provider asks again.
    await page.getByRole('link', { name: '用县统一身份认证登录' }).click();
    await page.locator('input[name="login"]').waitFor();
  });
}

test('who changes the state on the way back is not let in', async (t) => {
  const { page, close } = await stranger();
  t.after(close);
  provider.sendBackBy((address) => {
    address.searchParams.set('state', 'another');
    return address;
  });
  t.after(() => provider.sendBackBy((address) => address));
  await through(page, 'u-2');
  await page.getByRole('alert').getByText('请重新登录').waitFor();
  await page.goto('/year');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
});

test('the code of another visit is not redeemed', async (t) => {
  const [first, second] = [await stranger(), await stranger()];
  t.after(first.close);
  t.after(second.close);
  t.after(() => provider.sendBackBy((address) => address));
  let stolen;
  provider.sendBackBy((address) => {
    stolen = address.searchParams.get('code');
    address.searchParams.delete('code');
    return address;
  });
  await through(first.page, 'u-2');
  await first.page.getByRole('alert').getByText('没有在县统一身份认证完成登录').waitFor();
  assert.ok(stolen, 'the provider gave a code');
  provider.sendBackBy((address) => {
    address.searchParams.set('code', stolen);
    return address;
  });
  await through(second.page, 'u-4');
  await second.page.getByRole('alert').getByText('未通过核对').waitFor();
});

test('an unknown name and a closed account are told whom to ask', async (t) => {
  const visitor = await stranger({ screen: 'phone' });
  t.after(visitor.close);
  await through(visitor.page, 'u-3');
  await visitor.page.getByRole('alert').getByText('这里没有对应的账号').waitFor();
  await expectAccessible(visitor.page);
  await expectNoSidewaysScroll(visitor.page);

  const admin = await stranger();
  t.after(admin.close);
  await admin.page.goto('/sign-in');
  await fillSignIn(admin.page, account('administrator'));
  await open(admin.page, '/accounts?q=secretary');
  await admin.page.getByRole('link', { name: 'secretary', exact: true }).click();
  await admin.page.locator('button[value="close"]').click();
  await admin.page.locator('button[value="open"]').waitFor();
  const closed = await stranger();
  t.after(closed.close);
  await through(closed.page, 'u-5');
  await closed.page.getByRole('alert').getByText('您的账号已停用').waitFor();
});

test('unlinking signs out who came through the provider', async (t) => {
  const [single, word] = [await stranger(), await stranger({ screen: 'phone' })];
  t.after(single.close);
  t.after(word.close);
  await through(single.page, 'u-4');
  await word.page.goto('/sign-in');
  await fillSignIn(word.page, account('inspector'));
  await word.page.waitForURL((url) => url.pathname !== '/sign-in');
  await open(word.page, '/account');
  await word.page.getByRole('button', { name: '解除关联' }).click();
  await word.page.getByText('未关联').waitFor();
  await single.page.goto('/account');
  assert.equal(new URL(single.page.url()).pathname, '/sign-in');

  // Linked again by hand, from the account that is signed in.
  await word.page.getByRole('button', { name: '关联', exact: true }).click();
  await word.page.getByRole('link', { name: '前往县统一身份认证' }).click();
  await signInThere(word.page, 'u-4');
  await word.page.waitForURL('**/account');
  await word.page.getByText('对方账号：inspector').waitFor();
});
