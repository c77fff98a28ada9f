import { randomUUID } from 'node:crypto';
import { systemToken } from '@keneyapp/config/oidc-flow';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { sandboxSystemToken } from '@keneyapp/config/testing';
import { connectFhir } from '@keneyapp/fhir-client';
import { expect, it } from 'vitest';
import { writeUnderDamage } from './testing-kills.ts';

// The FHIR server may be another one than the embedded: KILLED_WRITES_FHIR_URL, OIDC_ISSUER and the system client's secret.
it('a thousand writes, killed thirty times and cut thirty times: exactly the acknowledged ones, each with its record', async () => {
  const given = process.env['KILLED_WRITES_FHIR_URL'];
  const sandbox = given === undefined ? await sharedSandbox() : null;
  const fhirUrl = given ?? sandbox?.fhirUrl ?? '';
  const { OIDC_ISSUER = '', OIDC_SYSTEM_CLIENT_SECRET = '' } = process.env;
  const token = () =>
    sandbox
      ? sandboxSystemToken(sandbox)
      : systemToken(OIDC_ISSUER, 'keneyapp-system', OIDC_SYSTEM_CLIENT_SECRET);
  const server = connectFhir({ baseUrl: fhirUrl });
  const fhir = server.client({ token });
  const patientId = `killed-${randomUUID()}`;
  await fhir.update({ resourceType: 'Patient', id: patientId });
  try {
    const { acknowledged, wrong } = await writeUnderDamage(
      { writes: 1_000, kills: 30, cuts: 30 },
      { fhirUrl, token, fhir, patientId },
    );
    expect(wrong).toEqual([]);
    expect(acknowledged).toBeGreaterThan(400);
  } finally {
    await server.close();
    await sandbox?.stop();
  }
}, 900_000);
