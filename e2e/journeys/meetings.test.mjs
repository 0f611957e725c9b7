// A branch's gathering: one form before, one list during, one confirmation after; and everything that it counted for.

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

/** How many attendances at the leadership's study stand in the visitor's records. */
async function attended(page) {
  await open(page, '/records?activity=study-attendance');
  return main(page).locator('tbody tr').count();
}

for (const screen of ['phone', 'desktop']) {
  test(`a gathering is announced, listed, confirmed, and taken back, on a ${screen}`, async (t) => {
    const title = `学习全会精神（${screen}）`;
    const secretary = await visit(browser, 'secretary', { screen });
    const leader = await visit(browser, 'leader', { screen });
    t.after(secretary.close);
    t.after(leader.close);
    const before = await attended(leader.page);

    // Before: one form, whose list is there already.
    await open(secretary.page, '/meetings/new?activity=collective-study');
    await main(secretary.page).getByText(/应到 \d+ 人/).first().waitFor();
    await main(secretary.page).getByLabel('主题').fill(title);
    await main(secretary.page).getByLabel('学习内容和议程').fill('传达全会精神\n交流讨论');
    // Whenever the journey is made, the gathering is still to come: nobody asks for leave from what is over.
    await main(secretary.page).locator('#from').fill('23:00');
    await main(secretary.page).locator('#to').fill('23:59');
    const own = (await secretary.page.locator('.who').first().textContent()).trim();
    await main(secretary.page).getByLabel('主持人').selectOption({ label: own });
    await main(secretary.page).getByLabel('记录人').selectOption({ label: own });
    await expectAccessible(secretary.page);
    await expectNoSidewaysScroll(secretary.page);
    await main(secretary.page).getByRole('button', { name: '发布安排' }).click();
    await main(secretary.page).getByRole('heading', { name: title, level: 1 }).waitFor();
    const address = new URL(secretary.page.url()).pathname;

    // Whoever is expected sees it, and asks for leave.
    await open(leader.page, '/meetings?whose=me');
    await main(leader.page).getByRole('link', { name: title }).click();
    await main(leader.page).locator('summary', { hasText: '请假' }).click();
    await main(leader.page).getByLabel('请假类别').selectOption({ label: '公差请假' });
    await main(leader.page).getByLabel('事由').fill('赴市局开会');
    await main(leader.page).getByRole('button', { name: '提交请假' }).click();
    await main(leader.page).getByText('公差请假，待批').waitFor();
    await expectAccessible(leader.page);
    await expectNoSidewaysScroll(leader.page);

    await open(secretary.page, address);
    await main(secretary.page).getByText('赴市局开会').first().waitFor();
    await main(secretary.page).getByRole('button', { name: '同意', exact: true }).click();
    await main(secretary.page).getByText('公差请假，已同意').waitFor();
    await expectAccessible(secretary.page);
    await expectNoSidewaysScroll(secretary.page);

    // During: one list, which starts from everybody's presence and the leave that was granted.
    const chosen = await main(secretary.page).locator('.attendance select').evaluateAll((all) => all.map((one) => one.value));
    assert.ok(chosen.includes('leave-public-duty'), `${chosen}`);
    // After: one confirmation.
    await main(secretary.page).getByRole('button', { name: '确认并登记' }).click();
    await main(secretary.page).getByText('已登记', { exact: true }).waitFor();
    await main(secretary.page).getByText(/实到 \d+ 人，请假 1 人/).waitFor();
    await expectAccessible(secretary.page);
    await expectNoSidewaysScroll(secretary.page);
    assert.equal(await attended(leader.page), before + 1);

    // The minutes: written on one screen, signed by the recorder and the host, taken along as a Word document.
    await main(secretary.page).getByRole('link', { name: '会议记录' }).first().click();
    await main(secretary.page).locator('textarea').first().fill('原原本本学习了全会公报。');
    await main(secretary.page).getByRole('button', { name: '保存' }).click();
    await expectAccessible(secretary.page);
    await expectNoSidewaysScroll(secretary.page);
    await open(secretary.page, `${address}/minutes?read=1`);
    await main(secretary.page).getByText('原原本本学习了全会公报。').waitFor();
    await main(secretary.page).getByRole('button', { name: '签字' }).click();
    await main(secretary.page).getByText(/已签字/).first().waitFor();
    const word = await secretary.page.request.get(`${address}/minutes.docx`);
    assert.equal(word.status(), 200);
    assert.equal((await word.body()).subarray(0, 2).toString(), 'PK');
    await expectAccessible(secretary.page);

    // And it all moves back.
    await open(secretary.page, address);
    await main(secretary.page).locator('summary', { hasText: '撤回登记' }).click();
    await main(secretary.page).locator('#why').fill('日期记错');
    await main(secretary.page).getByRole('button', { name: '撤回登记' }).click();
    await main(secretary.page).getByText('日期记错').waitFor();
    assert.equal(await attended(leader.page), before);
    expectSilence(secretary.complaints);
    expectSilence(leader.complaints);
  });
}
