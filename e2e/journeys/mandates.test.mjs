// Rights for a time: an inspection team is admitted, looks, is seen to have looked, and is shown out.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fillSignIn, launch, visit } from '../lib/browser.mjs';
import { expectAccessible, expectNoSidewaysScroll, expectSilence, open } from '../lib/expect.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const main = (page) => page.getByRole('main');

for (const screen of ['phone', 'desktop']) {
  test(`inspectors look for some days, and everybody sees that they did, on a ${screen}`, async (t) => {
    const name = `检查组${screen}`;
    const office = await visit(browser, 'office', { screen });
    t.after(office.close);
    await open(office.page, '/mandates');
    await main(office.page).getByRole('link', { name: '开通检查' }).click();
    await main(office.page).getByLabel('检查组账号名').fill(name);
    await main(office.page).getByLabel('检查依据').fill('县委检查〔2026〕3号');
    await main(office.page).getByRole('button', { name: '确认授权' }).click();
    await expectAccessible(office.page);
    await expectNoSidewaysScroll(office.page);
    const code = await main(office.page).locator('dd.code').textContent();

    const team = await visit(browser, null, { screen });
    t.after(team.close);
    await open(team.page, '/sign-in');
    await fillSignIn(team.page, { name, password: code });
    await team.page.waitForURL('**/account/password');
    await team.page.getByLabel('当前密码').fill(code);
    await team.page.getByLabel('新密码', { exact: true }).fill('检查组的新口令2026');
    await team.page.getByLabel('再次输入新密码').fill('检查组的新口令2026');
    await main(team.page).getByRole('button', { name: '保存新密码' }).click();
    await team.page.waitForURL((url) => url.pathname !== '/account/password');
    await open(team.page, '/people');
    const person = main(team.page).locator('tbody th a').first();
    const looked = await person.textContent();
    await person.click();
    await main(team.page).getByRole('heading', { name: looked, level: 1 }).waitFor();
    assert.equal(await team.page.getByRole('link', { name: '记一笔' }).count(), 0, 'who inspects records nothing');

    await open(office.page, '/trail?deed=inspection.looked');
    await main(office.page).getByRole('cell', { name: looked }).first().waitFor();
    assert.ok((await main(office.page).getByText(name).count()) > 0);
    await open(office.page, '/mandates');
    await main(office.page).getByRole('button', { name: `结束 ${name}` }).click();
    await main(office.page).getByRole('link', { name: '全部' }).click();
    await main(office.page).getByText('已提前结束').first().waitFor();
    await expectAccessible(office.page);
    await expectNoSidewaysScroll(office.page);
    await team.page.goto('/people');
    await team.page.waitForURL('**/sign-in**');
    expectSilence(office.complaints);
  });
}
