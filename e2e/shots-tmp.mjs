import { launch, visit, fillSignIn } from './lib/browser.mjs';
import { serveCounty, freePort } from './lib/server.mjs';
import { serveProvider, signInThere, client } from './lib/provider.mjs';
import { codeOf } from './lib/totp.mjs';
const [here, there] = [await freePort(), await freePort()];
const settings = ['--address', `http://127.0.0.1:${here}`, '--oidc-issuer', `http://127.0.0.1:${there}`, '--oidc-client-id', client.id, '--oidc-client-secret', client.secret, '--oidc-name', '县统一身份认证', '--one-time-codes', 'office'];
const served = await serveCounty({ people: 24, port: here, settings });
const browser = await launch();
const at = served.county.address;
const account = (role) => served.county.sign_ins.find((it) => it.role === role);
const done = {};
for (const screen of ['phone', 'desktop']) {
  const shot = (page, name) => page.screenshot({ path: `/tmp/shots/${name}-${screen}.png`, fullPage: true });
  let v = await visit(browser, null, { at, screen });
  let page = v.page;
  await page.context().route(/googleapis/, (r) => r.abort());
  await page.goto('/sign-in'); await shot(page, '1-sign-in');
  const provider = screen === 'phone' ? null : await serveProvider({ port: there, back: at, names: { u1: 'member', u3: 'nobody' } });
  if (!provider) { await page.goto('/single-sign-on'); await shot(page, '2-down'); }
  else {
    await page.goto('/sign-in'); await page.getByRole('link', { name: '用县统一身份认证登录' }).click(); await signInThere(page, 'u3'); await page.waitForURL(`${at}/**`); await shot(page, '2-unknown');
    await page.context().clearCookies();
    await page.goto('/sign-in'); await page.getByRole('link', { name: '用县统一身份认证登录' }).click(); await signInThere(page, 'u1'); await page.waitForURL(`${at}/year**`);
    await page.goto('/account'); await shot(page, '3-account-linked');
    await page.getByRole('button', { name: '退出登录' }).first().click(); await page.waitForURL('**/sign-in?left=true'); await shot(page, '3-left');
    await provider.stop();
  }
  await page.context().clearCookies();
  const role = screen === 'phone' ? 'office' : 'inspector';
  await page.goto('/sign-in'); await fillSignIn(page, account(role)); await page.waitForURL('**/account/codes'); await shot(page, '4-set-up');
  await page.locator('#code').fill('000000'); await page.locator('button[value=confirm]').click(); await page.waitForTimeout(300); await shot(page, '5-set-up-wrong');
  const key = await page.locator('#key').innerText();
  await page.locator('#code').fill(codeOf(key)); await page.locator('button[value=confirm]').click(); await page.waitForTimeout(500); await shot(page, '6-recovery');
  await page.goto('/account/codes'); await shot(page, '7-kept');
  await page.goto('/account'); await shot(page, '8-account');
  await page.context().clearCookies({ name: 'xj_session' });
  await page.goto('/sign-in'); await fillSignIn(page, account(role)); await page.waitForURL('**/sign-in/code**'); await page.locator('details summary').click(); await shot(page, '9-code');
  if (screen === 'desktop') {
    await page.context().clearCookies();
    await page.goto('/sign-in'); await fillSignIn(page, account('administrator')); await page.waitForURL('**/account/codes');
    const k2 = await page.locator('#key').innerText(); await page.locator('#code').fill(codeOf(k2)); await page.locator('button[value=confirm]').click(); await page.waitForTimeout(500);
    await page.goto('/accounts?q=member'); await page.getByRole('link', { name: 'member', exact: true }).click(); await page.waitForTimeout(300); await shot(page, '10-show');
    await page.goto('/accounts?q=office'); await page.getByRole('link', { name: 'office', exact: true }).click(); await page.waitForTimeout(300); await shot(page, '10-show-codes');
    await page.goto('/account'); await page.getByRole('button', { name: '关联', exact: true }).click(); await page.waitForTimeout(300); await shot(page, '11-going');
    await page.goto('/trail'); await shot(page, '12-trail');
  }
  await v.close();
}
await browser.close(); await served.stop();
