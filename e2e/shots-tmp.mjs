import { launch, visit } from '/work/wt/works/e2e/lib/browser.mjs';
import { serveCounty } from '/work/wt/works/e2e/lib/server.mjs';
const { county, stop } = await serveCounty();
process.env.XUEJI_COUNTY = JSON.stringify(county);
const browser = await launch();
const shots = [
  ['leader','/research','research'],['leader','/research/new','research-new'],['office','/research/ledger','research-ledger'],
  ['member','/research','research-asked'],['member','/works','works'],['leader','/works/draft','works-draft'],['member','/works/shelf','shelf'],
  ['secretary','/works/review','review'],['office','/works/ledger','works-ledger'],['leader','/year','year'],
];
try {
  for (const screen of ['phone','desktop']) {
    for (const [role,path,name] of shots) {
      const v = await visit(browser, role, { screen });
      await v.page.goto(path);
      await v.page.screenshot({ path: `/tmp/shots/${name}-${screen}.png`, fullPage: true });
      if (name === 'research') { const a = v.page.locator('main tbody a').first(); await a.click(); await v.page.screenshot({ path: `/tmp/shots/stay-${screen}.png`, fullPage: true });
        await v.page.goto(v.page.url() + '/edit'); await v.page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true))); await v.page.screenshot({ path: `/tmp/shots/stay-edit-${screen}.png`, fullPage: true }); }
      if (name === 'shelf') { await v.page.locator('.shelf a').first().click(); await v.page.screenshot({ path: `/tmp/shots/read-${screen}.png`, fullPage: true }); }
      if (name === 'works') { await v.page.locator('main tbody a').first().click(); await v.page.screenshot({ path: `/tmp/shots/own-${screen}.png`, fullPage: true }); }
      if (name === 'review' ) { const l = v.page.locator('main tbody a').first(); if (await l.count()) { await l.click(); await v.page.screenshot({ path: `/tmp/shots/closed-${screen}.png`, fullPage: true }); await v.page.getByRole('button', { name: '打开评阅' }).click(); await v.page.locator('.remark-form summary').first().click(); await v.page.screenshot({ path: `/tmp/shots/open-${screen}.png`, fullPage: true }); } }
      console.log(name, screen, v.complaints);
      await v.close();
    }
  }
} finally { await browser.close(); await stop(); }
