import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { gather, type UnpackLimits } from './gather.ts';
import { Problems } from './problems.ts';
import { testFolder } from './testing-files.ts';

const folder = testFolder();
afterAll(folder.end);
const megabyte = 1024 * 1024;
const wide: UnpackLimits = { ofEntry: 100 * megabyte, ofAll: 100 * megabyte, ratio: 1e6, ofRatio: 0 };
const cim = Buffer.from('A00   |3|NNNN|3|CHOLERA|Cholera\r\n');
/** Rows of a CIM-10, so that it is one that is read, then nothing but spaces. */
const padded = (size: number) => Buffer.concat([cim, Buffer.alloc(size - cim.length, ' ')]);
let made = 0;

async function unpacked(limits: Partial<UnpackLimits>, entries: Record<string, Uint8Array>) {
  const problems = new Problems();
  const to = path.join(folder.at, `unpacked-${(made += 1)}`);
  const archive = folder.file(`${made}/archive.zip`, zipSync(entries));
  const after = folder.file(`${made}/LIBCIM10MULTI-2024.TXT`, cim);
  const { files } = await gather([archive, after], to, problems, { ...wide, ...limits });
  return {
    files: files.map(({ name }) => path.basename(name.replace('!', '/'))),
    problems: problems.lines().map((line) => line.slice(line.indexOf('archive.zip'))),
  };
}

describe('an archive', () => {
  it('that unpacks to what it should is read', async () => {
    const { files, problems } = await unpacked({}, { 'LIB.TXT': padded(3 * megabyte) });
    expect([files, problems]).toEqual([['LIB.TXT', 'LIBCIM10MULTI-2024.TXT'], []]);
  });

  it.each<[string, Partial<UnpackLimits>, RegExp]>([
    [
      'one file of which',
      { ofEntry: 2 * megabyte },
      /B\.TXT unpacks to more than 2 MB: the archive is refused/,
    ],
    ['all of which', { ofAll: 3 * megabyte }, /B\.TXT brings what is unpacked to more than 3 MB/],
    ['which', { ratio: 50 }, /B\.TXT unpacks to more than 50 times the size of the archive/],
  ])('%s unpacks to an absurd size is refused as a whole, and the rest is read', async (_, limits, why) => {
    const { files, problems } = await unpacked(limits, { 'A.TXT': cim, 'B.TXT': padded(5 * megabyte) });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(why);
    expect(files).toEqual(['LIBCIM10MULTI-2024.TXT']);
  });

  it('is not written any further once it is too much', async () => {
    // what hardly gets smaller comes in many parts
    const large = Buffer.concat([Buffer.from(cim.toString().repeat(4000)), randomBytes(8 * megabyte)]);
    const { problems } = await unpacked({ ofEntry: 2 * megabyte }, { 'B.TXT': large, 'C.TXT': large });
    expect(problems).toHaveLength(1);
    const to = path.join(folder.at, `unpacked-${made}`);
    expect(readdirSync(to)).toEqual(['1']);
    expect(statSync(path.join(to, '1')).size).toBeLessThanOrEqual(2 * megabyte);
  });
});
