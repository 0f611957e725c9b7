// A shelf of one's own: a book found or added, read a little further, finished; a list recommended; an exchange in writing.

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

async function expectWell(page) {
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
}

for (const screen of ['phone', 'desktop']) {
  test(`a book is taken up, read on and finished, and what is found in it is shared, on a ${screen}`, async (t) => {
    const book = screen === 'phone' ? '寂静的春天' : '昆虫记';
    const member = await visit(browser, 'member', { screen });
    const secretary = await visit(browser, 'secretary', { screen });
    t.after(member.close);
    t.after(secretary.close);

    // The secretary recommends it for the quarter, and goes on with the next without typing the days again.
    await open(secretary.page, '/reading-lists');
    await main(secretary.page).locator('#title').fill(book);
    await main(secretary.page).locator('#author').fill('佚名');
    await main(secretary.page).getByText('科学人文', { exact: true }).last().click();
    await main(secretary.page).locator('#why').fill(`共读（${screen}）`);
    await expectWell(secretary.page);
    await main(secretary.page).getByRole('button', { name: '加入书目' }).click();
    await secretary.page.getByText('已加入书目').waitFor();

    // It lies on the member's shelf; one tap begins it.
    await open(member.page, '/books');
    await main(member.page).getByText(`共读（${screen}）`).waitFor();
    await expectWell(member.page);
    await main(member.page).getByRole('button', { name: `开始读《${book}》` }).click();
    await main(member.page).getByRole('heading', { name: `《${book}》`, level: 1 }).waitFor();
    const address = new URL(member.page.url()).pathname;
    await main(member.page).getByLabel('读到第几页').fill('12');
    await main(member.page).getByLabel('全书共几页').fill('240');
    await main(member.page).getByRole('button', { name: '保存进度' }).click();
    await main(member.page).getByText('读到第12页，共240页').waitFor();
    await expectWell(member.page);

    // Nobody else opens it.
    const refused = await secretary.page.request.get(address);
    assert.equal(refused.status(), 404);

    await main(member.page).getByRole('button', { name: '读完，记入学习记录' }).click();
    await main(member.page).getByRole('heading', { name: '已读完' }).waitFor();
    await expectWell(member.page);

    // A few words on the board; the secretary answers.
    await main(member.page).getByRole('link', { name: '写书评' }).click();
    await main(member.page).getByLabel('正文').fill(`读得慢，想得多（${screen}）。`);
    await expectWell(member.page);
    await main(member.page).getByRole('button', { name: '发布' }).click();
    await member.page.getByText('已发布', { exact: true }).waitFor();
    const review = new URL(member.page.url()).pathname;
    await expectWell(member.page);
    await open(secretary.page, review);
    await main(secretary.page).getByLabel('写回复').fill('下次交流会请您先讲。');
    await main(secretary.page).getByRole('button', { name: '回复', exact: true }).click();
    await main(secretary.page).locator('.as-written', { hasText: '下次交流会请您先讲。' }).waitFor();
    await expectWell(secretary.page);
    await open(member.page, '/reviews');
    await main(member.page).getByText(`读得慢，想得多（${screen}）。`).waitFor();
    await expectWell(member.page);

    // Taken back, it is the author's alone.
    await open(member.page, review);
    await main(member.page).locator('summary', { hasText: '撤回这一篇' }).click();
    await main(member.page).getByRole('button', { name: '撤回这一篇' }).click();
    await main(member.page).getByText('您已撤回这一篇').waitFor();
    assert.equal((await secretary.page.request.get(review)).status(), 404);

    // The ledger has the book and no text.
    await open(secretary.page, '/books/ledger');
    await main(secretary.page).getByText(`《${book}》`).first().waitFor();
    await expectWell(secretary.page);

    // Taken back, the record goes with it.
    await open(member.page, address);
    await main(member.page).locator('summary', { hasText: '撤回“读完”' }).click();
    await main(member.page).getByRole('button', { name: '撤回“读完”' }).click();
    await main(member.page).getByRole('button', { name: '读完，记入学习记录' }).waitFor();
    expectSilence(member.complaints);
    expectSilence(secretary.complaints);
  });
}

test('an unknown number asks for its title, a wrong one says so at its field', async (t) => {
  const { page, complaints, close } = await visit(browser, 'member', { screen: 'phone' });
  t.after(close);
  await open(page, '/books/new');
  await page.locator('#q').fill('978-7-01-000922-4');
  await main(page).getByRole('button', { name: '查找' }).click();
  await main(page).getByText('校验位').waitFor();
  await expectAccessible(page);
  await page.locator('#q').fill('978-7-01-000922-3');
  await main(page).getByRole('button', { name: '查找' }).click();
  await main(page).getByRole('heading', { name: '书目里还没有，加上它' }).waitFor();
  assert.equal(await page.locator('#isbn').inputValue(), '978-7-01-000922-3');
  await expectWell(page);
  expectSilence(complaints);
});

for (const screen of ['phone', 'desktop']) {
  test(`a title typed wrong is set right, and a second entry of the book goes into the first, on a ${screen}`, async (t) => {
    const { page, complaints, close } = await visit(browser, 'office', { screen });
    t.after(close);
    const right = screen === 'phone' ? '物种起源' : '天体运行论';
    for (const title of [right, `${right}（误录）`]) {
      await open(page, '/books/new');
      await page.locator('#q').fill(title);
      await main(page).getByRole('button', { name: '查找' }).click();
      await page.locator('#author').fill('佚名');
      await main(page).getByRole('button', { name: '加上，开始读' }).click();
      await main(page).getByRole('heading', { name: `《${title}》`, level: 1 }).waitFor();
    }
    await main(page).getByRole('link', { name: '书目里的这本书' }).click();
    await page.locator('#title').fill(right);
    await page.locator('#publisher').fill('商务印书馆');
    await main(page).getByRole('button', { name: '保存更正' }).click();
    await main(page).locator('#title-wrong').waitFor();
    assert.equal(await page.locator('#publisher').inputValue(), '商务印书馆');
    await expectWell(page);
    await page.locator('#title').fill(`${right}（初版）`);
    await main(page).getByRole('button', { name: '保存更正' }).click();
    await page.getByText('书目信息已更正').waitFor();
    await expectWell(page);

    await main(page).getByRole('link', { name: '和另一条是同一本书？合并' }).click();
    await page.locator('#q').fill(right);
    await main(page).getByRole('button', { name: '查找' }).click();
    await expectWell(page);
    await main(page).getByRole('link', { name: `选这条《${right}》` }).click();
    await expectWell(page);
    await main(page).getByRole('button', { name: '确认合并' }).click();
    await page.getByText('已合为一条').waitFor();
    await main(page).getByRole('heading', { name: `《${right}》`, level: 1 }).waitFor();
    await main(page).getByText('商务印书馆').first().waitFor();
    // The mistake came back as it should.
    expectSilence(complaints.filter((one) => !one.includes('422')));
  });
}
