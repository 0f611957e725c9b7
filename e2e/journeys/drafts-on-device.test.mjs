// What waits on a device: nothing that was written there is lost, written over, or shown to whoever is at it next.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, signIn, visit } from '../lib/browser.mjs';
import { expectAccessible, expectNoSidewaysScroll, open } from '../lib/expect.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const main = (page) => page.getByRole('main');
const left = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('xueji.kept.note.')));
const leave = (page) => page.getByRole('button', { name: '退出登录' }).first().click();

/** Answers the browser's questions, and keeps what they said. */
function answering(page, answers) {
  const asked = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.message());
    await (answers.shift() ? dialog.accept() : dialog.dismiss());
  });
  return asked;
}

/** Puts a note on the device as the editor does where it cannot be sent. */
function wait(page, note) {
  return page.evaluate((typed) => {
    const key = crypto.randomUUID();
    const fields = { note: '', key, saves: '0', activity: '', on: '2026-01-05', title: '', tags: '', text: '', file: '', ...typed };
    localStorage.setItem(`xueji.kept.note.${document.body.dataset.me}.${key}`, JSON.stringify({ at: Date.now(), fields }));
  }, note);
}

/** A note of this title that the server has; the address of its editor. */
async function begun(page, title, text) {
  await open(page, '/notes/new');
  await page.locator('#title').fill(title);
  await page.locator('#text').fill(text);
  await page.waitForURL(/\/notes\/\w+\/edit$/);
  return new URL(page.url()).pathname;
}

test('what another device saved meanwhile is not written over by what was found again', async (t) => {
  const { page, close } = await visit(browser, 'member', { screen: 'phone' });
  t.after(close);
  const desk = await visit(browser, 'member');
  t.after(desk.close);
  const address = await begun(page, '两台设备写的', '第一段。');
  const context = page.context();
  await context.setOffline(true);
  await page.locator('#text').fill('第一段。手机上补的。');
  await page.getByText('没有网络').waitFor();
  await page.close();
  await open(desk.page, address);
  await desk.page.locator('#text').fill('第一段。电脑上补的。');
  await desk.page.getByText('已保存').waitFor();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(address);
  assert.equal(await again.locator('#text').inputValue(), '第一段。手机上补的。');
  await again.getByRole('link', { name: /另一台设备也改过/ }).click();
  await main(again).getByText('电脑上补的').waitFor();
  await open(again, address);
  assert.equal(await again.locator('#text').inputValue(), '第一段。手机上补的。', 'both are there');
  assert.deepEqual(await left(again), []);
});

test('what waits is sent from the next page and says where another device had written too, photographed pages alike', async (t) => {
  const { page, close } = await visit(browser, 'member');
  t.after(close);
  const address = await begun(page, '补传时撞上的', '一稿。');
  await open(page, '/notes/new');
  const picture = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 200 });
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg'));
    const body = new FormData();
    body.set('_csrf', document.querySelector('input[name=_csrf]').value);
    body.append('files', blob, '第三页.jpg');
    const answer = await fetch('/notes/files', { method: 'post', body, headers: { accept: 'application/json' } });
    return (await answer.json()).files[0].id;
  });
  await wait(page, { note: address.split('/')[2], saves: '0', title: '补传时撞上的', text: '二稿。' });
  await wait(page, { file: picture });
  await open(page, '/year');
  await page.getByText('离线时写的2篇笔记已补传').waitFor();
  await page.getByRole('link', { name: /另一台设备也改过/ }).waitFor();
  await expectAccessible(page);
  assert.deepEqual(await left(page), []);
  await main(page).getByRole('link', { name: '补传时撞上的' }).click();
  await main(page).getByText('二稿。').waitFor();
  await open(page, '/notes?only=drafts');
  await main(page).getByRole('link', { name: '未写标题' }).first().click();
  await main(page).locator(`img[src*="${picture}"], a[href*="${picture}"]`).first().waitFor();
});

test('what another tab types while it is being sent is not dropped', async (t) => {
  const { page, close } = await visit(browser, 'member');
  t.after(close);
  await open(page, '/year');
  await wait(page, { title: '两个标签页', text: '前半句' });
  const typeOn = async (route) => {
    await page.evaluate(() => {
      const key = Object.keys(localStorage).find((name) => name.startsWith('xueji.kept.note.'));
      localStorage.setItem(key, localStorage.getItem(key).replace('前半句', '前半句，后半句'));
    });
    await route.continue();
  };
  await page.route('**/notes/keep', typeOn, { times: 1 });
  await open(page, '/notes');
  await page.getByText('已补传').waitFor();
  assert.equal((await left(page)).length, 1);
  await open(page, '/year');
  await page.getByText('已补传').waitFor();
  assert.deepEqual(await left(page), []);
  await open(page, '/notes?only=drafts');
  assert.equal(await main(page).getByRole('link', { name: '两个标签页' }).count(), 1);
  await main(page).getByRole('link', { name: '两个标签页' }).click();
  await main(page).getByText('前半句，后半句').waitFor();
});

test('what the server refuses stays, says why, and is opened as a note of its own', async (t) => {
  const { page, close } = await visit(browser, 'member', { screen: 'phone' });
  t.after(close);
  const asked = answering(page, [false, true]);
  await open(page, '/year');
  await wait(page, { note: 'NOSUCHNOTE', saves: '3', title: '找不到原处的', text: '还在这台设备上。' });
  await wait(page, { title: '不要了的', text: '写坏了。', note: 'NOSUCHNOTE' });
  await open(page, '/notes');
  const refused = (title) => page.getByRole('alert').filter({ hasText: title });
  await refused('找不到原处的').getByText('没有传上去').waitFor();
  await refused('找不到原处的').getByText('查看内容').click();
  assert.equal(await refused('找不到原处的').getByRole('textbox').inputValue(), '还在这台设备上。');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await refused('不要了的').getByRole('button', { name: '从这台设备删除' }).click();
  assert.equal((await left(page)).length, 2, 'nothing goes unasked');
  await refused('不要了的').getByRole('button', { name: '从这台设备删除' }).click();
  await refused('不要了的').waitFor({ state: 'detached' });
  assert.equal(asked.length, 2);
  await refused('找不到原处的').getByRole('link', { name: '打开修改' }).click();
  await page.waitForURL(/\/notes\/\w{20,}\/edit$/);
  assert.equal(await page.locator('#text').inputValue(), '还在这台设备上。');
  assert.deepEqual(await left(page), []);
});

test('signing out loses nothing: not without a network, not unasked, and nothing of another account', async (t) => {
  const { page, close } = await visit(browser, 'member', { screen: 'phone' });
  t.after(close);
  const context = page.context();
  const asked = answering(page, [false, true]);
  await open(page, '/notes/new');
  await context.setOffline(true);
  await page.locator('#title').fill('退出前写的');
  await page.locator('#text').fill('没有网络时按了退出。');
  await leave(page);
  await page.getByText('未能退出登录').waitFor();
  assert.equal((await left(page)).length, 1, 'it is still there');
  await context.setOffline(false);
  await page.waitForURL(/\/notes\/\w+\/edit$/);

  // What was typed a moment ago is sent by signing out itself.
  await page.locator('#text').fill('没有网络时按了退出。又补了一句。');
  await leave(page);
  await page.waitForURL('**/sign-in');
  assert.deepEqual(asked, []);
  await signIn(page, 'member');
  await open(page, '/notes?only=drafts');
  await main(page).getByRole('link', { name: '退出前写的' }).first().click();
  await main(page).getByText('又补了一句').waitFor();

  // The session ends by itself; a colleague signs in and out at the same machine.
  await wait(page, { title: '会话过期前写的', text: '同事退出以后还在。' });
  await context.clearCookies();
  await signIn(page, 'office');
  assert.equal(await page.getByText('会话过期前写的').count(), 0);
  await leave(page);
  await page.waitForURL('**/sign-in');
  assert.equal((await left(page)).length, 1, "another's signing out deletes nothing");
  await signIn(page, 'member');
  await page.getByText('已补传').waitFor();

  // What cannot be sent is asked for.
  await wait(page, { note: 'NOSUCHNOTE', title: '传不上去的', text: '问过才删。' });
  await leave(page);
  await page.getByRole('alert').filter({ hasText: '传不上去的' }).waitFor();
  assert.match(asked[0], /还有内容没有传上去/);
  assert.equal((await left(page)).length, 1, 'whoever stays keeps it');
  await leave(page);
  await page.waitForURL('**/sign-in');
  assert.equal(await page.evaluate(() => localStorage.length), 0);

  // Whoever leaves a session that had ended by itself leaves nothing either.
  await signIn(page, 'member');
  await context.clearCookies();
  await leave(page);
  await page.waitForURL('**/sign-in');
  assert.equal(await page.evaluate(() => localStorage.length), 0);
});

test('with a network nobody reads what another left on the device; without one it can be deleted there', async (t) => {
  const { page, close } = await visit(browser, 'member', { screen: 'phone' });
  t.after(close);
  const context = page.context();
  answering(page, [true]);
  await open(page, '/year');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(async () => (await caches.keys()).length > 0);
  await wait(page, { title: '心里话', text: '不给别人看的。' });
  await context.clearCookies();
  for (const role of ['', 'office']) {
    if (role) await signIn(page, role);
    await open(page, '/notes/offline');
    await page.getByText('还有1篇没有传的笔记').waitFor();
    assert.ok(!(await page.content()).includes('心里话'), role || 'a guest');
    assert.equal(await page.getByRole('link', { name: '登录', exact: true }).isVisible(), !role);
    await expectAccessible(page);
  }
  await context.clearCookies();
  await signIn(page, 'member');
  await page.getByText('已补传').waitFor();

  // Without a network it cannot be known who asks.
  await wait(page, { title: '没传的', text: '可以删。' });
  await context.setOffline(true);
  await page.goto('/notes/offline');
  await page.getByRole('button', { name: '没传的' }).click();
  await page.getByText('无法核对身份').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: '从这台设备删除' }).click();
  await page.getByRole('button', { name: '没传的' }).waitFor({ state: 'detached' });
  assert.deepEqual(await left(page), []);
});
