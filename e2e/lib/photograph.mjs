// A photograph as a phone takes it, with its notes of where it was: drawn by the browser, the notes put before it.

/** Another number makes another one. */
export async function photograph(browser, number) {
  const context = await browser.newContext({ viewport: { width: 640, height: 480 } });
  const page = await context.newPage();
  await page.setContent(`<body style="background: linear-gradient(${number * 40}deg, #7aa, #fed)"><h1>${number}</h1>`);
  const drawn = await page.screenshot({ type: 'jpeg' });
  await context.close();
  const notes = Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta GPSLatitude="30.${number}"/>`);
  const head = Buffer.from([0xff, 0xe1, 0, notes.length + 2]);
  return Buffer.concat([drawn.subarray(0, 2), head, notes, drawn.subarray(2)]);
}
