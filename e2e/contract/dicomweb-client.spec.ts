import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { dicomObject } from '../../packages/config/src/testing-dicom.ts';
import { systemToken } from '../dicom.ts';
import { stackOf } from '../stack.ts';
import { images } from './differences.ts';

/**
 * A client that nobody of this project wrote: dicomweb-client of PyPI (second-client.txt), by the Python that
 * E2E_PYTHON names (`npm test` makes one), else python3.
 */
const python = process.env['E2E_PYTHON'] ?? 'python3',
  run = promisify(execFile),
  stack = stackOf();
const uid = () => `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`;

test('dicomweb-client stores, sees what was refused, finds and retrieves', async () => {
  const isThere = await run(python, ['-c', 'import dicomweb_client']).then(
    () => true,
    () => false,
  );
  test.skip(
    !isThere,
    'dicomweb-client is missing: pip install -r e2e/contract/second-client.txt, and E2E_PYTHON',
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-client-'));
  const [study, series, instance] = [uid(), uid(), uid()];
  const pixels = Buffer.from(Array.from({ length: 512 }, (_, i) => i & 255));
  const file = (name: string, bytes: Buffer) => {
    writeFileSync(path.join(folder, name), bytes);
    return path.join(folder, name);
  };
  try {
    const { stdout } = await run(
      python,
      [
        path.join(import.meta.dirname, 'second-client.py'),
        file('good.dcm', dicomObject({ study, series, instance, patientName: 'ZOÉ^Ève', pixels })),
        file('bad.dcm', dicomObject({ study, series, instance: uid(), frames: Number.NaN, pixels })),
      ],
      {
        env: {
          ...process.env,
          DICOMWEB_URL: stack.settings['DICOMWEB_URL'],
          TOKEN: await systemToken(stack),
        },
        timeout: 60_000,
      },
    );
    const seen = JSON.parse(stdout) as Record<string, unknown>;
    expect(seen).toMatchObject({
      stored: 1,
      studies: 1,
      series: 1,
      name: 'ZOÉ^Ève',
      frame: pixels.toString('hex'),
      whole: instance,
      drawn: 'ffd8',
    });
    expect(images.mixedStored).toContain(seen['mixedStored']);
    expect(seen['instances']).toBe(seen['mixedStored']);
    expect(images.mixedFailed).toContain(seen['mixedFailed']);
    expect(images.refused).toContain(seen['refused']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
