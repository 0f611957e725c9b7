// A member's week: a line a day, a note on the phone that loses its network, one note for two kinds of learning, the year
// as a book; and nobody else reads a word of it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.mjs';
import { expectAccessible, expectNoSidewaysScroll, expectSilence, open } from '../lib/expect.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const main = (page) => page.getByRole('main');

for (const screen of ['phone', 'desktop']) {
  test(`a member's week on a ${screen}`, async (t) => {
    const { page, complaints, close } = await visit(browser, 'member', { screen });
    t.after(close);
    const title = `读《论持久战》（${screen}）`;

    // Today and yesterday in a line each, and one of them taken back.
    await open(page, '/notes');
    await page.getByLabel('学了什么').fill(title);
    await page.getByRole('button', { name: '今天学了' }).click();
    await page.getByText(`《${title}》`).waitFor();
    await expectAccessible(page);
    await page.getByLabel('学了什么').fill(`看党史纪录片（${screen}）`);
    await page.getByRole('button', { name: '昨天学的' }).click();
    await page.getByText(`《看党史纪录片（${screen}）》`).waitFor();
    await main(page).getByRole('button', { name: '撤回' }).click();
    await page.getByText(/这条记录已/).first().waitFor();

    // A note saves itself while it is written.
    await open(page, '/notes/new');
    await page.locator('#title').fill(`${title}的笔记`);
    await page.locator('#text').pressSequentially('三个阶段，');
    await page.getByText('已保存').waitFor();
    await page.waitForURL(/\/notes\/\w+\/edit$/);
    await expectAccessible(page);
    const address = new URL(page.url()).pathname;

    // The network is lost, and the browser closed on top of it.
    await page.context().setOffline(true);
    await page.locator('#text').press('End');
    await page.locator('#text').pressSequentially('不能急。');
    await page.getByText('没有网络').waitFor();
    await page.context().setOffline(false);
    await page.getByText('已保存').waitFor();
    await page.reload();
    assert.equal(await page.locator('#text').inputValue(), '三个阶段，不能急。');

    // It serves self-study and a class.
    await page.locator('input[name=serves][value=class]').check();
    await page.getByRole('button', { name: '记入', exact: true }).click();
    await page.getByText('已记入，用于').waitFor();
    await expectAccessible(page);
    await main(page).getByRole('link', { name: /听课/ }).waitFor();
    await main(page).getByRole('link', { name: /自学/ }).waitFor();

    await open(page, '/notes?q=不能急');
    await main(page).locator('mark', { hasText: '不能急' }).first().waitFor();
    await open(page, '/notes/book');
    await main(page).getByRole('heading', { name: `${title}的笔记` }).waitFor();
    await expectAccessible(page);

    // Nobody else's: a colleague learns nothing, and the secretary opens it on purpose or not at all.
    const note = address.replace('/edit', '');
    for (const role of ['office', 'leader']) {
      const other = await visit(browser, role, { screen });
      const answer = await other.page.goto(note);
      assert.equal(answer.status(), 403, role);
      await other.close();
    }
    complaints.splice(0, complaints.length, ...complaints.filter((said) => !/ERR_INTERNET_DISCONNECTED/.test(said)));
    expectSilence(complaints);
  });
}

test('a draft that was written offline is sent from the next page, once', async (t) => {
  const { page, close } = await visit(browser, 'member', { screen: 'phone' });
  t.after(close);
  await open(page, '/notes/new');
  await page.context().setOffline(true);
  await page.locator('#title').fill('山上写的');
  await page.locator('#text').fill('没有信号，先写着。');
  await page.getByText('没有网络').waitFor();
  // The browser is closed before the network is back.
  const context = page.context();
  await page.close();
  await context.setOffline(false);
  const later = await context.newPage();
  await later.goto('/year');
  await later.getByText('已补传').waitFor();
  for (const path of ['/notes/new', '/notes?only=drafts']) await open(later, path);
  assert.equal(await main(later).getByRole('link', { name: '山上写的' }).count(), 1);
});

test('whoever opens the notebook without a network writes all the same, and nobody else on the device sees it', async (t) => {
  const { page, close } = await visit(browser, 'member', { screen: 'phone' });
  t.after(close);
  await open(page, '/year');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(async () => (await caches.keys()).length > 0);
  const context = page.context();
  await context.setOffline(true);
  await page.goto('/notes/new');
  await page.getByRole('heading', { name: '现在没有网络' }).waitFor();
  await page.locator('#title').fill('水库边上写的');
  await page.locator('#text').fill('巡库三处，都有人值守。');
  await page.getByText('已存在这台设备上').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  // The browser is closed; opened again, still without a network, it is gone on with.
  await page.close();
  const again = await context.newPage();
  await again.goto('/notes');
  await again.getByRole('button', { name: '水库边上写的' }).click();
  assert.equal(await again.locator('#text').inputValue(), '巡库三处，都有人值守。');
  await again.locator('#text').fill('巡库三处，都有人值守。回去补照片。');
  await context.setOffline(false);
  await again.getByRole('link', { name: '重新连接' }).click();
  await again.getByText('已补传').waitFor();
  await open(again, '/notes?only=drafts');
  const link = main(again).getByRole('link', { name: '水库边上写的' });
  assert.equal(await link.count(), 1);
  await link.click();
  await main(again).getByText('回去补照片').waitFor();
  await again.getByRole('button', { name: '退出登录' }).first().click();
  await again.waitForURL('**/sign-in');
  assert.equal(await again.evaluate(() => Object.keys(localStorage).length), 0, 'nobody is known there any more');
});

test('a note is written, handed in and read without JavaScript', async (t) => {
  const { page, complaints, close } = await visit(browser, 'member', { screen: 'phone', script: false });
  t.after(close);
  await open(page, '/notes/new');
  await page.locator('#title').fill('无脚本的笔记');
  await page.locator('#text').fill('## 要点\n\n照样能写。');
  await page.getByRole('button', { name: '记入', exact: true }).click();
  await page.getByText('已记入，用于').waitFor();
  await main(page).getByRole('heading', { name: '要点' }).waitFor();
  expectSilence(complaints);
});
