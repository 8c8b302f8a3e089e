// Draws media/icon.png: two instances of one service, the second with a mark on it. Pixels are computed, so that no drawing program is needed.
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const size = 256;
const pixels = Buffer.alloc(size * size * 4);

/** Signed distance to a rounded square around a centre: negative inside. */
const square = (cx, cy, half, radius) => (x, y) => {
  const dx = Math.abs(x - cx) - half + radius;
  const dy = Math.abs(y - cy) - half + radius;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
};
const circle = (cx, cy, radius) => (x, y) => Math.hypot(x - cx, y - cy) - radius;
const bar = (x1, x2, cy, half) => (x, y) => Math.hypot(x - Math.min(Math.max(x, x1), x2), y - cy) - half;
const ring = (shape, width) => (x, y) => Math.abs(shape(x, y)) - width / 2;

const night = [24, 32, 51];
const sky = [122, 184, 255];
const first = square(104, 100, 58, 18);
const second = square(152, 152, 58, 18);

paint(square(128, 128, 128, 48), night);
paint(ring(first, 12), sky);
paint(bar(80, 118, 84, 6), sky);
paint(second, night);
paint(ring(second, 12), sky);
paint(bar(124, 180, 136, 6), sky);
paint(bar(124, 160, 162, 6), sky);
paint(circle(206, 98, 34), night);
paint(circle(206, 98, 26), [255, 107, 107]);

writeFileSync(new URL('../media/icon.png', import.meta.url), png());

function paint(shape, [red, green, blue]) {
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const cover = Math.min(Math.max(0.5 - shape(x + 0.5, y + 0.5), 0), 1);
      const at = (y * size + x) * 4;
      const before = pixels[at + 3] / 255;
      const after = cover + before * (1 - cover);
      if (after === 0) continue;
      for (const [channel, value] of [red, green, blue].entries()) {
        pixels[at + channel] = Math.round((value * cover + pixels[at + channel] * before * (1 - cover)) / after);
      }
      pixels[at + 3] = Math.round(after * 255);
    }
  }
}

function png() {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Buffer.alloc((size * 4 + 1) * size);
  for (let y = 0; y < size; y++) pixels.copy(rows, y * (size * 4 + 1) + 1, y * size * 4, (y + 1) * size * 4);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
