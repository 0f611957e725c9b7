// A leader's research trip: logged on the road, confirmed by whoever came along, written up, reviewed, put on the shelf.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.mjs';
import { expectAccessible, expectFrame, expectNoSidewaysScroll, expectSilence, open } from '../lib/expect.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const main = (page) => page.getByRole('main');

async function holds(page) {
  await expectFrame(page);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
}

/** The day so many days before today, as a date field has it. */
function daysAgo(days) {
  return new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10);
}

/** Logs a day with a companion on the latest day that is free; says how often a taken day was refused. */
async function logged(page, topic, companion) {
  await open(page, '/research/new');
  await main(page).getByLabel('地点', { exact: true }).fill('两河镇中心小学');
  await main(page).getByLabel('课题', { exact: true }).fill(topic);
  await main(page).locator('summary', { hasText: '同行人员' }).click();
  await main(page).locator('.people-list').getByText(companion, { exact: true }).click();
  await main(page).locator('summary', { hasText: '调研发现' }).click();
  await main(page).getByLabel('看到了什么、发现什么问题').fill('图书角一学期没有更新。');
  await holds(page);
  for (let back = 0; back < 120; back += 1) {
    for (const field of ['第一天', '最后一天']) await main(page).getByLabel(field, { exact: true }).fill(daysAgo(back));
    const late = main(page).getByLabel(/补录/);
    if (await late.count()) await late.first().fill('下乡期间没有网络');
    await main(page).getByRole('button', { name: '保存' }).click();
    await page.waitForLoadState();
    if (new URL(page.url()).pathname !== '/research') return;
    if (await main(page).getByText('一天只算一次').count()) {
      assert.ok(await main(page).locator('.advice a').count(), 'the stay that has the day is a link away');
    }
  }
  assert.fail('no day is free');
}

for (const screen of ['phone', 'desktop']) {
  test(`a trip to a school becomes a report that somebody else accepts, on a ${screen}`, async (t) => {
    const topic = `村小图书角（${screen}）`;
    const [leader, member, secretary, office] = await Promise.all(
      ['leader', 'member', 'secretary', 'office'].map((role) => visit(browser, role, { screen })),
    );
    t.after(() => Promise.all([leader, member, secretary, office].map((one) => one.close())));
    await open(member.page, '/research');
    await holds(member.page);
    const companion = (await member.page.locator('.who').first().textContent()).trim();

    await logged(leader.page, topic, companion);
    await main(leader.page).getByRole('heading', { name: topic, level: 1 }).waitFor();
    await main(leader.page).getByText('图书角一学期没有更新。').waitFor();
    await holds(leader.page);
    const stay = new URL(leader.page.url()).pathname;
    await open(leader.page, '/research');
    await main(leader.page).getByText(/60天/).first().waitFor();
    await holds(leader.page);

    // Whoever came along says so with one tap, and sees none of the findings.
    await open(member.page, stay);
    assert.equal(await main(member.page).getByText('图书角一学期没有更新。').count(), 0);
    await main(member.page).getByRole('button', { name: '我去了' }).click();
    await main(member.page).getByRole('heading', { name: topic, level: 1 }).waitFor();
    await holds(member.page);
    expectSilence(member.complaints);

    // The report is begun from what was found; where it is written is the notebook's.
    await open(leader.page, '/works/draft');
    await main(leader.page).getByText(topic).first().click();
    await holds(leader.page);
    // Days that were taken already came back as they should.
    expectSilence(leader.complaints.filter((one) => !one.includes('422')));
    await main(leader.page).getByRole('button', { name: '起草' }).click();
    await leader.page.waitForURL(/\/notes\/.+\/edit/);
    const note = leader.page.url().split('/').at(-2);
    await main(leader.page).getByRole('button', { name: '送审' }).click();
    await leader.page.waitForURL(`**/works/new?note=${note}`);
    await holds(leader.page);
    const reviewer = (await secretary.page.locator('.who').first().textContent()).trim();
    const named = main(leader.page).getByLabel('请谁评阅').locator('option', { hasText: reviewer });
    await main(leader.page).getByLabel('请谁评阅').selectOption(await named.first().getAttribute('value'));
    await main(leader.page).getByRole('button', { name: '送审' }).click();
    await main(leader.page).getByText('待评阅').first().waitFor();
    const work = new URL(leader.page.url()).pathname;
    await holds(leader.page);

    // The office sees that there is one, and not what it says.
    await open(office.page, work);
    assert.equal(await main(office.page).getByText('图书角一学期没有更新。').count(), 0);
    await holds(office.page);
    for (const ledger of ['/research/ledger', '/works/ledger?kind=report']) {
      await open(office.page, ledger);
      await holds(office.page);
    }
    expectSilence(office.complaints);

    await open(secretary.page, '/works/review');
    await holds(secretary.page);
    await open(secretary.page, work);
    await main(secretary.page).getByRole('button', { name: '打开评阅' }).click();
    await main(secretary.page).getByText('图书角一学期没有更新。').waitFor();
    await main(secretary.page).locator('summary', { hasText: '批注' }).first().click();
    await main(secretary.page).getByRole('textbox', { name: '批注第1段' }).fill('请写明走访了几所学校');
    await holds(secretary.page);
    if (screen === 'phone') {
      await main(secretary.page).getByRole('button', { name: '退回修改' }).click();
      await main(secretary.page).getByText('退回要写明理由').first().waitFor();
      assert.equal(await main(secretary.page).getByRole('textbox', { name: '批注第1段' }).inputValue(), '请写明走访了几所学校');
      await main(secretary.page).getByLabel('评阅意见').fill('请补充数据');
      await main(secretary.page).getByRole('button', { name: '退回修改' }).click();
      await main(secretary.page).getByText('已退回').waitFor();
      await open(leader.page, work);
      await main(leader.page).getByText('请补充数据').first().waitFor();
      await main(leader.page).getByText('请写明走访了几所学校').waitFor();
      await holds(leader.page);
      return;
    }
    await main(secretary.page).getByRole('button', { name: '通过' }).click();
    await main(secretary.page).getByText('已通过，作者会收到提示').waitFor();
    expectSilence(secretary.complaints);
    await open(member.page, '/works/shelf');
    assert.equal(await main(member.page).getByText(topic).count(), 0, 'nobody else reads it unless its author says so');
    await open(leader.page, work);
    await main(leader.page).getByLabel('全局可读').check();
    await main(leader.page).getByRole('button', { name: '保存' }).click();
    await open(member.page, `/works/shelf?q=${encodeURIComponent('图书角')}`);
    await holds(member.page);
    await main(member.page).getByRole('link', { name: `${topic}调研报告` }).click();
    await main(member.page).getByText('图书角一学期没有更新。').waitFor();
    await holds(member.page);
    expectSilence(member.complaints);
  });
}
