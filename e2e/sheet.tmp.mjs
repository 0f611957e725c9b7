import { launch } from './lib/browser.mjs';
import { readFileSync } from 'node:fs';
const [out, width, height, ...names] = process.argv.slice(2);
const b = await launch(); const p = await b.newPage({ viewport: { width: names.length * (Number(width) + 8), height: Number(height) } });
const img = (n) => `<div style="width:${width}px;height:${height}px;overflow:hidden;border-right:2px solid red;flex:none"><img style="width:${width}px" src="data:image/png;base64,${readFileSync(`/tmp/shots/${n}.png`).toString('base64')}"></div>`;
await p.setContent(`<body style="margin:0;display:flex;gap:6px;background:#888">${names.map(img).join('')}</body>`);
await p.screenshot({ path: out }); await b.close();
