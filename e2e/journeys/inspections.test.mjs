// Notes called in: by choice with a reason, read with comments, returned, handed in again, done; and a draw read by keyboard.

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

/** Accessible and no wider than the screen; axe itself needs a page that runs scripts. */
async function expectGood(page, script = true) {
  if (!script) return;
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
}

/** A note that the visitor hands in with a record of the day. */
async function handIn(page, title, text) {
  await open(page, '/records/new?activity=class');
  await page.locator('[name="title"]').fill(title);
  await page.locator('[name="body"]').fill(text);
  await main(page).getByRole('button', { name: /保存|登记|记下/ }).first().click();
  await page.waitForURL(/\/records\/[0-9A-Z]+\?saved=1/);
}

/** The secretary calls in the notes of the visitor by name; leads to the round. */
async function callIn(page, name, reason, script) {
  await open(page, '/inspections/choose');
  await main(page).locator('.people-list').getByText(name, { exact: false }).first().click();
  await main(page).getByLabel('指定原因').fill(reason);
  // What was handed in today, and nothing else.
  await page.locator('#from_on').fill(await page.locator('#to_on').inputValue());
  await main(page).getByLabel('每人篇数').fill('20');
  await expectGood(page, script);
  await main(page).getByRole('button', { name: '调阅并通知' }).click();
  await main(page).getByRole('heading', { level: 1, name: /笔记调阅/ }).waitFor();
}

for (const screen of ['phone', 'desktop']) {
  for (const script of screen === 'phone' ? [true] : [true, false]) {
    test(`notes are called in, returned, handed in again and done, on a ${screen}${script ? '' : ' without script'}`, async (t) => {
      const mark = `${screen}${script ? '' : '·静'}`;
      const secretary = await visit(browser, 'secretary', { screen, script });
      const member = await visit(browser, 'member', { screen, script });
      t.after(secretary.close);
      t.after(member.close);
      const name = (await member.page.locator('.who').first().textContent()).trim();
      const [title, reason] = [`听课笔记（${mark}）`, `想看看学得怎样（${mark}）`];
      await handIn(member.page, title, '# 要点\n\n调查研究是谋事之基、成事之道。\n\n没有调查，就没有发言权。');

      await callIn(secretary.page, name, reason, script);
      await expectGood(secretary.page, script);
      const round = new URL(secretary.page.url()).pathname;

      // The author is told, and why.
      await open(member.page, '/inspections/mine');
      await expectGood(member.page, script);
      await main(member.page).locator('tbody tr').first().getByRole('link').click();
      await main(member.page).getByText(reason).first().waitFor();
      await main(member.page).getByRole('heading', { name: '补充展示' }).waitFor();
      await expectGood(member.page, script);
      const address = new URL(member.page.url()).pathname;

      // The secretary reads, with words at a passage.
      await open(secretary.page, round);
      await main(secretary.page).getByRole('link', { name: /^接着看/ }).click();
      await main(secretary.page).locator('.leaves').getByRole('link', { name: title }).click();
      await main(secretary.page).getByText('成事之道').first().waitFor();
      await expectGood(secretary.page, script);
      if (screen === 'desktop' && script) {
        await main(secretary.page).getByText('调查研究是谋事之基、成事之道。').first().selectText();
        await secretary.page.keyboard.press('c');
        assert.equal(await main(secretary.page).getByLabel('原文', { exact: true }).inputValue(), '调查研究是谋事之基、成事之道。');
        await secretary.page.keyboard.type('这句抓得准');
        await secretary.page.keyboard.press('Control+Enter');
      } else {
        await main(secretary.page).getByLabel('批注内容').fill('这句抓得准');
        await main(secretary.page).getByLabel('第几段').fill('2');
        await main(secretary.page).getByRole('button', { name: '写上批注' }).click();
      }
      await main(secretary.page).locator('mark.passage').first().waitFor();
      await secretary.page.waitForLoadState('load');
      assert.match(await main(secretary.page).locator('mark.passage').first().textContent(), /谋事之基/);
      await expectGood(secretary.page, script);
      await main(secretary.page).locator('summary', { hasText: '退回修改' }).click();
      await main(secretary.page).getByLabel('退回原因').fill('请补一段自己的做法');
      await main(secretary.page).getByRole('button', { name: '退回，看下一位' }).click();

      // The author sees who read it, what was said, and hands it in again.
      await open(member.page, address);
      await main(member.page).getByText('请补一段自己的做法').first().waitFor();
      await main(member.page).locator('.leaves').getByRole('link', { name: title }).click();
      await main(member.page).getByText('这句抓得准').waitFor();
      await main(member.page).getByText(/已读/).first().waitFor();
      await expectGood(member.page, script);
      // What was written besides is shown, too, though it was read and returned.
      const besides = `另写一篇（${mark}）`;
      await handIn(member.page, besides, '调研回来的几点做法。');
      await open(member.page, address);
      await main(member.page).locator('.people-list').getByText(besides).click();
      await main(member.page).getByRole('button', { name: '一并展示' }).click();
      await main(member.page).locator('.leaves').getByText(besides).waitFor();
      await expectGood(member.page, script);
      await main(member.page).getByLabel(/给调阅人的话/).fill('已补');
      await main(member.page).getByRole('button', { name: '改好了，交回复阅' }).click();
      await main(member.page).getByText('待复阅').first().waitFor();

      await open(secretary.page, round);
      await main(secretary.page).getByText('本人补充1篇未读').waitFor();
      await open(secretary.page, address);
      await main(secretary.page).getByText('已补').waitFor();
      await main(secretary.page).getByLabel('主要意见').fill(`有进步（${mark}）`);
      await main(secretary.page).getByRole('button', { name: '签阅，看下一位' }).click();
      await main(secretary.page).getByText('本次全部批阅完毕').waitFor();
      await main(secretary.page).getByRole('link', { name: '查看记入的一次' }).click();
      await secretary.page.waitForURL(/\/records\//);
      await open(member.page, '/inspections/mine');
      await main(member.page).getByText(`有进步（${mark}）`).waitFor();
      await open(secretary.page, '/inspections/ledger');
      await main(secretary.page).getByText(`有进步（${mark}）`).waitFor();
      await expectGood(secretary.page, script);

      // Above, counts alone.
      const office = await visit(browser, 'office', { screen, script });
      t.after(office.close);
      await open(office.page, '/inspections/counts');
      await expectGood(office.page, script);
      const refused = await office.page.goto(address);
      assert.equal(refused.status(), 403);
      assert.ok(!(await office.page.content()).includes('谋事之基'));
      expectSilence(secretary.complaints);
      expectSilence(member.complaints);
    });
  }
}

// By keyboard where there is one, by taps on a phone.
const HANDS = {
  desktop: {
    leaf: (page) => page.keyboard.press('j'),
    remark: async (page) => {
      await page.keyboard.press('d');
      await page.keyboard.type('已阅');
    },
    done: (page) => page.keyboard.press('Control+Enter'),
  },
  phone: {
    leaf: (page, note) => main(page).locator(`.leaves li:nth-child(${note}) a`).click(),
    remark: (page) => main(page).getByLabel('主要意见').fill('已阅'),
    done: (page) => main(page).getByRole('button', { name: /^签阅，看下一位/ }).click(),
  },
};

for (const [screen, hand] of Object.entries(HANDS)) {
  test(`a whole branch is drawn and read in one sitting on a ${screen}`, async (t) => {
    const secretary = await visit(browser, 'secretary', { screen });
    t.after(secretary.close);
    const { page } = secretary;
    await open(page, '/inspections');
    await expectGood(page);
    await main(page).getByLabel('抽取人数').fill('500');
    await main(page).getByRole('button', { name: '抽取并通知' }).click();
    await main(page).getByRole('heading', { name: '怎样抽的，自己验算' }).waitFor();
    await expectGood(page);
    const people = await main(page).locator('[data-export="inspection-round"] tbody tr').count();
    assert.ok(people >= 30, `${people}`);
    await main(page).getByRole('link', { name: /^接着看/ }).click();
    for (let done = 0; done < people; done += 1) {
      await main(page).getByRole('heading', { name: /的笔记$/ }).waitFor();
      const here = page.url();
      const notes = await main(page).locator('.leaves li').count();
      for (let note = 2; note <= notes; note += 1) {
        await hand.leaf(page, note);
        await page.waitForFunction((at) => document.querySelector(`.leaves li:nth-child(${at}) [aria-current]`), note);
      }
      await hand.remark(page);
      // Left in the middle, it goes on where it was.
      if (done === 2) {
        await open(page, '/inspections');
        await main(page).getByRole('link', { name: /^接着看/ }).first().waitFor();
        await page.goto(here);
        await hand.remark(page);
        await expectGood(page);
      }
      await hand.done(page);
      await page.waitForURL((url) => url.href !== here);
    }
    await main(page).getByText('本次全部批阅完毕').waitFor();
    expectSilence(secretary.complaints);
  });
}
