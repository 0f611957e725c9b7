// The office's desk: a plan revised in mid-year and tried on everybody, a branch's plan handed in and sent back.

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

/** Gives up what is under way, so that the next journey begins afresh. */
async function giveUp(page) {
  await main(page).getByText('放弃这份稿件').click();
  await main(page).getByRole('button', { name: '确定放弃' }).click();
  await page.waitForURL(/\/plans$/);
}

for (const screen of ['phone', 'desktop']) {
  test(`a duty is raised from a day on, and whom it changes is seen first, on a ${screen}`, async (t) => {
    const { page, complaints, close } = await visit(browser, 'office', { screen });
    t.after(close);
    await open(page, '/plans');
    await main(page).getByRole('button', { name: '修订' }).first().click();
    await page.waitForURL(/\/revisions\/\w+$/);
    const revision = page.url();
    await expectAccessible(page);
    await main(page).getByRole('link', { name: '每天自学1小时', exact: false }).click();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    const change = main(page).getByRole('group', { name: '再加一项' }).first();
    await change.getByLabel('自何日起').fill('07-01');
    await change.getByLabel('数量：写法').selectOption('at_least');
    await change.getByLabel('数量', { exact: true }).fill('两斤');
    await change.getByLabel('理由').fill('暑期集中学习');
    await main(page).getByRole('button', { name: '保存', exact: true }).click();
    await main(page).getByText('看不懂数量“两斤”').waitFor();
    await page.locator('[name="f.change.0.amount.value"]').fill('2小时');
    await main(page).getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText('已保存').waitFor();
    await page.goto(`${revision}/changes`);
    await main(page).getByText('改动1项').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.goto(`${revision}/effect`);
    await main(page).getByText('1项要求有变化', { exact: false }).waitFor();
    await main(page).getByRole('link', { name: '看是哪些人' }).click();
    assert.ok((await main(page).getByRole('row').count()) > 10);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.goto(revision);
    await giveUp(page);
    expectSilence(complaints);
  });
}

test('a branch may ask more and not less; the office sends it back with a reason', async (t) => {
  const branch = await visit(browser, 'secretary', { screen: 'phone' });
  t.after(branch.close);
  const { page } = branch;
  await open(page, '/plans');
  await main(page).getByRole('button', { name: '制定本支部计划' }).click();
  await page.waitForURL(/\/revisions\/\w+$/);
  const revision = new URL(page.url()).pathname;
  const row = main(page).getByRole('listitem').filter({ hasText: '每季度至少读1本好书' });
  await row.getByRole('button', { name: '加严' }).click();
  await page.locator('[name="f.timing.value"]').fill('年');
  await main(page).getByRole('button', { name: '保存', exact: true }).click();
  await main(page).getByText('上级原文', { exact: false }).waitFor();
  await expectAccessible(page);
  await page.locator('[name="f.timing.value"]').fill('月');
  await main(page).getByRole('button', { name: '保存并返回' }).click();
  await main(page).getByRole('button', { name: '送审' }).click();
  await main(page).getByText('待审').first().waitFor();
  expectSilence(branch.complaints);

  const office = await visit(browser, 'office');
  t.after(office.close);
  await open(office.page, '/plans');
  await main(office.page).getByRole('link', { name: '支部计划' }).first().click();
  await main(office.page).getByText('待审1个', { exact: false }).waitFor();
  await expectAccessible(office.page);
  await office.page.goto(new URL(revision, office.page.url()).href);
  await main(office.page).getByLabel('退回理由').fill('请写明工作重点');
  await main(office.page).getByRole('button', { name: '退回修改' }).click();
  await main(office.page).getByText('已退回').first().waitFor();
  expectSilence(office.complaints);

  await page.reload();
  await main(page).getByText('已退回：请写明工作重点').first().waitFor();
  await giveUp(page);
});
