import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** What identifies the object in the meta group. */
export interface MetaInformation {
  sopClass: string;
  instance: string;
  transferSyntax: string;
}

const implementation = '1.2.826.0.1.3680043.10.1561';

/** Preamble, prefix and meta group of a Part 10 file, PS3.10 7.1. */
function part10Header({ sopClass, instance, transferSyntax }: MetaInformation): Buffer {
  const elements = Buffer.concat([
    long(0x0001, Buffer.from([0, 1])),
    uid(0x0002, sopClass),
    uid(0x0003, instance),
    uid(0x0010, transferSyntax),
    uid(0x0012, implementation),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(elements.length);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), short(0x0000, 'UL', length), elements]);
}

/** Writes the bare dataset of `from` (beginning at `offset`) as a Part 10 file, synchronised. */
export async function asPart10(
  from: string,
  offset: number,
  to: string,
  meta: MetaInformation,
): Promise<void> {
  const out = createWriteStream(to, { flags: 'wx', flush: true });
  out.write(part10Header(meta));
  await pipeline(createReadStream(from, { start: offset }), out);
}

function uid(element: number, value: string): Buffer {
  return short(element, 'UI', Buffer.from(value.length % 2 ? `${value}\0` : value, 'latin1'));
}

function short(element: number, vr: string, value: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(0x0002, 0);
  head.writeUInt16LE(element, 2);
  head.write(vr, 4, 'latin1');
  head.writeUInt16LE(value.length, 6);
  return Buffer.concat([head, value]);
}

function long(element: number, value: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16LE(0x0002, 0);
  head.writeUInt16LE(element, 2);
  head.write('OB', 4, 'latin1');
  head.writeUInt32LE(value.length, 8);
  return Buffer.concat([head, value]);
}
