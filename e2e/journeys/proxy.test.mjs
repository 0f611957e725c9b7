// Behind the proxy of deploy/nginx.conf: HTTPS, cookies that only this host can set, and the visitor's own address.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fillSignIn, launch } from '../lib/browser.mjs';
import { proxyTo } from '../lib/proxy.mjs';
import { serveCounty } from '../lib/server.mjs';

let browser;
let county;
let proxy;
let context;
let page;
before(async () => {
  browser = await launch();
  const settings = { XUEJI_LOG: 'error', XUEJI_SECURE_COOKIES: 'true', XUEJI_GUEST_REQUESTS_PER_MINUTE: '150' };
  county = await serveCounty({ people: 40, settings });
  proxy = await proxyTo(new URL(county.county.address).host);
  context = await browser.newContext({ baseURL: proxy.https, locale: 'zh-CN', ignoreHTTPSErrors: true, serviceWorkers: 'block' });
  page = await context.newPage();
});
after(async () => {
  await browser?.close();
  await proxy?.stop();
  await county?.stop();
});

test('a member signs in over HTTPS, with cookies that no neighbor and no script can touch', async () => {
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  const answer = await page.goto('/year');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  assert.match(answer.headers()['strict-transport-security'], /^max-age=63072000; includeSubDomains$/);
  await fillSignIn(page, county.county.sign_ins.find((it) => it.role === 'member'));
  await page.waitForURL('**/year');
  const kept = await context.cookies();
  assert.deepEqual(kept.map((it) => it.name).sort(), ['__Host-xj_guest', '__Host-xj_session']);
  for (const cookie of kept) {
    assert.deepEqual([cookie.secure, cookie.httpOnly, cookie.sameSite, cookie.path], [true, true, 'Lax', '/']);
  }
  assert.equal(await page.evaluate(() => document.cookie), '');
  assert.deepEqual(complaints, []);
});

test('whoever comes without HTTPS is led to it, and a form that did is refused', async () => {
  const asked = { maxRedirects: 0 };
  const led = await context.request.get(`${proxy.http}/year`, asked);
  assert.equal(led.status(), 308);
  assert.match(led.headers().location, /^https:\/\/localhost\/year$/);
  const sent = await context.request.post(`${proxy.http}/sign-in`, { ...asked, form: { name: 'a', password: 'b' } });
  assert.equal(sent.status(), 400);
});

test('what is for those who run the machine is not shown outside', async () => {
  for (const path of ['/healthz', '/readyz', '/metrics']) {
    assert.equal((await context.request.get(path)).status(), 404, path);
  }
});

test('a guest who asks too much is refused whatever address they claim, and those who signed in go on', async () => {
  const guest = await browser.newContext({ baseURL: proxy.https, ignoreHTTPSErrors: true, serviceWorkers: 'block' });
  let refused;
  for (let nth = 0; nth < 300 && !refused; nth += 1) {
    const headers = { 'x-forwarded-for': `203.0.113.${nth % 250}`, 'x-real-ip': `203.0.113.${nth % 250}` };
    const answer = await guest.request.get('/sign-in', { headers });
    if (answer.status() === 429) refused = answer;
  }
  assert.ok(refused, 'nobody was refused');
  assert.ok(Number(refused.headers()['retry-after']) > 0);
  const answer = await page.goto('/year');
  assert.equal(answer.status(), 200);
  // Straight to the server, whose proxy is trusted to say so, another address has its own measure.
  const other = await fetch(`${county.county.address}/sign-in`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
  assert.equal(other.status, 200);
});
