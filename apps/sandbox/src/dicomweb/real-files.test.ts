import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { leftOut } from '@keneyapp/config/left-out';
import { sandboxSystemToken, type RunningSandbox } from '@keneyapp/config/testing';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { stowBody } from '@keneyapp/config/testing-dicom';
import type { JsonDataset } from './json-model.ts';

const folder = path.resolve(import.meta.dirname, '../../../../../shared/data/dicom');
const isThere = existsSync(folder);
const missing = isThere ? null : '../shared/data/dicom is missing';

/** Public files nobody of this project wrote. */
describe.skipIf(missing)(leftOut('real files', missing), () => {
  let sandbox: RunningSandbox;
  let headers: Record<string, string>;
  const answers = new Map<string, { status: number; reason: string; path: string }>();
  const files = isThere
    ? readdirSync(folder, { recursive: true })
        .map(String)
        .filter((f) => f.endsWith('.dcm'))
    : [];

  beforeAll(async () => {
    sandbox = await sharedSandbox();
    headers = { authorization: `Bearer ${await sandboxSystemToken(sandbox)}` };
    for (const file of files) {
      const { contentType, body } = stowBody([readFileSync(path.join(folder, file))]);
      const response = await fetch(`${sandbox.dicomwebUrl}/studies`, {
        method: 'POST',
        headers: { ...headers, 'content-type': contentType },
        body,
      });
      const answer = (await response.json()) as JsonDataset;
      const item = (tag: string) => (answer[tag]?.Value?.[0] ?? {}) as JsonDataset;
      answers.set(file, {
        status: response.status,
        reason: String(item('00081198')['00000902']?.Value?.[0] ?? ''),
        path: String(item('00081199')['00081190']?.Value?.[0] ?? ''),
      });
    }
  });

  test('the damaged ones are refused with their reason, all others are kept', () => {
    expect(
      Object.fromEntries([...answers].filter(([, a]) => a.status !== 200).map(([f, a]) => [f, a.reason])),
    ).toEqual({
      'objects/MR_truncated.dcm':
        'part 1: the file is cut off: (7FE0,0010) announces 8192 bytes, 8130 are there',
      'objects/badVR.dcm': 'part 1: NumberOfFrames (0028,0008) is not a number: "1A"',
    });
  });

  const images = files.filter(
    (f) =>
      (f.startsWith('transfer-syntaxes') || f.startsWith('objects')) &&
      !/truncated|badVR|SR|rtstruct|waveform/.test(f),
  );
  test.each([...images, ...files.filter((f) => f.startsWith('mr-t1-brain')).slice(0, 1)])(
    '%s is drawn',
    async (file) => {
      const response = await fetch(`${answers.get(file)?.path}/rendered?viewport=256,256`, {
        headers: { ...headers, accept: 'image/png' },
      });
      expect(response.status).toBe(200);
      const png = Buffer.from(await response.arrayBuffer());
      // A uniform image would compress to almost nothing.
      expect(png.length).toBeGreaterThan(2_000);
    },
  );

  test('the same scan in four encodings is the same image', async () => {
    const drawn = await Promise.all(
      ['CT1_J2KR', 'CT1_JLSL', 'CT1_JPLL', 'CT1_RLE'].map(async (name) =>
        Buffer.from(
          await (
            await fetch(`${answers.get(`transfer-syntaxes/${name}.dcm`)?.path}/rendered`, {
              headers: { ...headers, accept: 'image/png' },
            })
          ).arrayBuffer(),
        ).toString('base64'),
      ),
    );
    expect(new Set(drawn).size).toBe(1);
  });

  test('report, structures and waveform say that they have no image; the waveform is there as bulk data', async () => {
    for (const [file, modality] of [
      ['objects/test-SR.dcm', 'SR'],
      ['objects/rtstruct.dcm', 'RTSTRUCT'],
      ['objects/waveform_ecg.dcm', 'ECG'],
    ] as const) {
      const response = await fetch(`${answers.get(file)?.path}/rendered`, { headers });
      expect([response.status, await response.text()]).toEqual([
        406,
        expect.stringContaining(modality) as string,
      ]);
    }
    const [ecg] = (await (
      await fetch(`${answers.get('objects/waveform_ecg.dcm')?.path}/metadata`, { headers })
    ).json()) as JsonDataset[];
    const uri = ((ecg?.['54000100']?.Value?.[0] ?? {}) as JsonDataset)['54001010']?.BulkDataURI ?? '';
    expect(
      (
        await (
          await fetch(uri, { headers: { ...headers, accept: 'application/octet-stream' } })
        ).arrayBuffer()
      ).byteLength,
    ).toBeGreaterThan(100_000);
  });
});
