import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { leftOut } from '@keneyapp/config/left-out';
import { startTestSandbox, testSecrets } from '@keneyapp/config/testing';
import { describe, it } from 'vitest';
import { inRoot } from '../lib/paths.mjs';
import { connect } from '../wire/connection.ts';
import { runImport } from './run.ts';
import { takesTwice } from './takes-twice.ts';

const shared = path.resolve(inRoot('../shared/data'));
const missing = existsSync(shared) ? null : '../shared/data is missing';

describe.skipIf(missing)(leftOut('all of ../shared/data', missing), () => {
  it('takes every Synthea patient and every readable image, twice without duplicates', async () => {
    const sandbox = await startTestSandbox();
    const dataDir = mkdtempSync(path.join(tmpdir(), 'keneyapp-import-'));
    const connection = connect({
      ...testSecrets,
      OIDC_ISSUER: sandbox.issuer,
      FHIR_URL: sandbox.fhirUrl,
      DICOMWEB_URL: sandbox.dicomwebUrl,
    });
    const synthea = path.join(shared, 'synthea');
    await takesTwice({
      connection,
      load: (...paths) => runImport({ connection, paths, dataDir }),
      bundles: readdirSync(synthea).map((name) => path.join(synthea, name)),
      images: path.join(shared, 'dicom'),
    });
    await sandbox.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 240_000);
});
