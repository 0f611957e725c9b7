// Every page on a phone and on an office's screen: framed, accessible, within its width, silent.

import { after, before, test } from 'node:test';
import { launch, visit } from '../lib/browser.mjs';
import { expectAccessible, expectFrame, expectNoSidewaysScroll, expectSilence, open } from '../lib/expect.mjs';
import { pages, screens } from '../pages.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const roles = [...new Set(pages.map((page) => page.role))];
for (const screen of Object.keys(screens)) {
  for (const role of roles) {
    test(`the pages of ${role ?? 'a stranger'} hold on a ${screen}`, async (t) => {
      const { page, complaints, close } = await visit(browser, role, { screen });
      t.after(close);
      for (const { path, name } of pages.filter((it) => it.role === role)) {
        await t.test(`${name} (${path})`, async () => {
          complaints.length = 0;
          await open(page, path);
          await expectFrame(page);
          await expectNoSidewaysScroll(page);
          await expectAccessible(page);
          expectSilence(complaints);
        });
      }
    });
  }
}
