// One-time codes as RFC 6238 defines them, written from its text and not from the program under test.

import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, section 6: five bits a letter. */
function fromBase32(text) {
  const bytes = [];
  let [bits, held] = [0, 0];
  for (const letter of text.replace(/[\s=]/g, '').toUpperCase()) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new Error(`${letter} is no letter of base 32`);
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}

/** The code that a phone shows for a key at an instant in milliseconds: HMAC-SHA-1, six digits, thirty seconds. */
export function codeOf(key, at = Date.now()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', fromBase32(key)).update(counter).digest();
  // RFC 4226, section 5.3: the last four bits say where the 31 bits stand.
  const from = mac[mac.length - 1] & 0xf;
  const number = mac.readUInt32BE(from) & 0x7fff_ffff;
  return `${number % 1_000_000}`.padStart(6, '0');
}
