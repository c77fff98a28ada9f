import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { rewriteAddresses } from './rewrite.ts';

const source = JSON.stringify([
  {
    '7FE00010': {
      vr: 'OW',
      BulkDataURI: 'http://orthanc:8042/dicom-web/studies/1.2/series/1.3/instances/1.4/bulk/7fe00010',
    },
    '00081190': { vr: 'UR', Value: ['https://Host.example/x/studies/1.2'] },
    '00081030': { vr: 'LO', Value: ['Éla "studies" http://x/studies/1.2 €'] },
  },
]);

test.each([1, 2, 3, 7, 64, 10_000])(
  'addresses are rewritten whole whatever the chunks (%i bytes)',
  async (size) => {
    const bytes = Buffer.from(source);
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    const rows = JSON.parse(await text(Readable.from(chunks).pipe(rewriteAddresses('/dicom-web')))) as Record<
      string,
      { BulkDataURI?: string; Value?: string[] }
    >[];
    expect(rows[0]?.['7FE00010']?.BulkDataURI).toBe(
      '/dicom-web/studies/1.2/series/1.3/instances/1.4/bulk/7fe00010',
    );
    expect(rows[0]?.['00081190']?.Value).toEqual(['/dicom-web/studies/1.2']);
    // Words of a description are not addresses, even when they look like one inside a sentence.
    expect(rows[0]?.['00081030']?.Value).toEqual(['Éla "studies" http://x/studies/1.2 €']);
  },
);
