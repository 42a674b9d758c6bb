import { crc32, deflateSync } from 'node:zlib';

/** A picture with a gradient of a hue (0–360) and a grid, so that one sees where it was cut or scaled. */
export function png(width, height, hue = 210) {
  const [r, g, b] = colour(hue);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0, at = 0; y < height; y++) {
    rows[at++] = 0;
    for (let x = 0; x < width; x++) {
      const line = x % 80 === 0 || y % 80 === 0 ? 40 : 0;
      const light = 0.35 + 0.65 * ((x / width + y / height) / 2);
      for (const part of [r, g, b]) rows[at++] = Math.max(0, part * light - line);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const colour = (hue) => [0, 120, 240].map((at) => 255 * (0.5 + 0.4 * Math.cos(((hue - at) * Math.PI) / 180)));

/** Two frames of one colour each, in turn. */
export function gif(width, height) {
  const head = Buffer.from('GIF89a......', 'latin1');
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  head.set([0x80, 0], 10);
  const parts = [head.subarray(0, 12), Buffer.from([0, 0x2d, 0x78, 0xbd, 0xc5, 0x1d, 0x28])];
  parts.push(Buffer.from('\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0', 'latin1'));
  for (const pixel of [0, 1]) parts.push(frameOf(width, height, pixel));
  return Buffer.concat([...parts, Buffer.from([0x3b])]);
}

/** Uncompressed: codes of three bits, cleared before they would grow. */
function frameOf(width, height, pixel) {
  const codes = [];
  for (let i = 0; i < width * height; i++) {
    if (i % 2 === 0) codes.push(4);
    codes.push(pixel);
  }
  codes.push(5);
  const packed = Buffer.alloc(Math.ceil((codes.length * 3) / 8));
  codes.forEach((code, i) => {
    const at = i * 3;
    packed[at >> 3] |= (code << (at & 7)) & 0xff;
    if ((at & 7) > 5) packed[(at >> 3) + 1] |= code >> (8 - (at & 7));
  });
  const head = Buffer.alloc(19);
  head.set([0x21, 0xf9, 4, 0, 50, 0, 0, 0, 0x2c]);
  head.writeUInt16LE(width, 13);
  head.writeUInt16LE(height, 15);
  head[18] = 2;
  const blocks = [];
  for (let at = 0; at < packed.length; at += 255) {
    const block = packed.subarray(at, at + 255);
    blocks.push(Buffer.from([block.length]), block);
  }
  return Buffer.concat([head, ...blocks, Buffer.from([0])]);
}

/** A tone of so many seconds. */
export function wav(seconds, rate = 8000) {
  const sound = Buffer.alloc(seconds * rate * 2);
  for (let i = 0; i < seconds * rate; i++) sound.writeInt16LE(3000 * Math.sin((i * 440 * 2 * Math.PI) / rate), i * 2);
  const head = Buffer.from('RIFF....WAVEfmt ....................data....', 'latin1');
  head.writeUInt32LE(36 + sound.length, 4);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.writeUInt32LE(sound.length, 40);
  return Buffer.concat([head, sound]);
}
