// The same pages with JavaScript switched off: everything is there, and a form still arrives.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.mjs';
import { expectFrame, expectNoSidewaysScroll, open } from '../lib/expect.mjs';
import { pages } from '../pages.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const role of [...new Set(pages.map((page) => page.role))]) {
  test(`${role ?? 'a stranger'} needs no JavaScript`, async (t) => {
    const { page, close } = await visit(browser, role, { screen: 'phone', script: false });
    t.after(close);
    for (const { path, name } of pages.filter((it) => it.role === role)) {
      await t.test(`${name} (${path})`, async () => {
        await open(page, path);
        await expectFrame(page);
        await expectNoSidewaysScroll(page);
        const words = await page.locator('main').innerText();
        assert.notEqual(words.trim(), '', `${path} is empty without JavaScript`);
      });
    }
  });
}
