import { mkdir } from 'node:fs/promises';
import { launch, visit } from './lib/browser.mjs';
import { open } from './lib/expect.mjs';
import { serveCounty } from './lib/server.mjs';
import { pages, screens } from './pages.mjs';
const folder = '/tmp/shots/'; await mkdir(folder, { recursive: true });
const { county, stop } = await serveCounty({ people: 300 });
process.env.XUEJI_COUNTY = JSON.stringify(county);
const browser = await launch();
const want = /note|lesson|sheet|my-file|inspection|shelf|book|review|reading|field-days|works|report|essays/;
const deep = [
  ['member','/notes','.notes a, main a[href^="/notes/01"]','a-note'],
  ['member','/lessons','main a[href^="/lessons/"]:not([href*="new"])','a-lesson'],
  ['secretary','/inspections','main a[href^="/inspections/01"]','inspect-one'],
  ['member','/inspections/mine','main a[href^="/inspections/01"]','my-inspection'],
  ['secretary','/inspections/rounds','main a[href^="/inspections/rounds/"]','a-round'],
  ['member','/books','main a[href^="/readings/"], main a[href^="/books/readings/"], main a[href^="/books/01"]','a-reading'],
  ['member','/reviews','main a[href^="/reviews/01"]','a-review'],
  ['secretary','/reviews/exchanges','main a[href^="/reviews/exchanges/"]','an-exchange'],
  ['leader','/research','main a[href^="/research/01"]','a-stay'],
  ['member','/works','main a[href^="/works/01"]','a-work'],
  ['secretary','/works/review','main a[href^="/works/01"]','review-one'],
  ['member','/works/shelf','main a[href^="/works/01"]','a-shelf-work'],
];
try {
  for (const screen of Object.keys(screens)) for (const role of ['member','leader','secretary','office']) {
    const { page, close } = await visit(browser, role, { screen });
    for (const { path, name } of pages.filter((it) => it.role === role && want.test(it.name))) {
      await open(page, path); await page.screenshot({ path: `${folder}${name}-${screen}.png`, fullPage: screen==='phone' });
    }
    for (const [r, path, sel, name] of deep) if (r === role) {
      await open(page, path); const href = await page.locator(sel).first().getAttribute('href', {timeout:2000}).catch(()=>null);
      if (!href) { console.log('no', name); continue; }
      await open(page, href); await page.screenshot({ path: `${folder}${name}-${screen}.png`, fullPage: true });
    }
    if (role==='member') { await open(page,'/notes/offline'); await page.screenshot({path:`${folder}offline-${screen}.png`}); await open(page,'/notes/new?activity=essay'); await page.screenshot({path:`${folder}edit-essay-${screen}.png`,fullPage:true}); }
    await close();
  }
} finally { await browser.close(); await stop(); }
