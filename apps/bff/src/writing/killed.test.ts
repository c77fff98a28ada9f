import { randomUUID } from 'node:crypto';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { sandboxSystemToken } from '@keneyapp/config/testing';
import { connectFhir } from '@keneyapp/fhir-client';
import { expect, it } from 'vitest';
import { writeUnderDamage } from './testing-kills.ts';

// The whole of it, a thousand writes: killed.long.test.ts.
it('what was acknowledged is there once with its record, though the process was killed at each step and the way was cut', async () => {
  const sandbox = await sharedSandbox();
  const token = () => sandboxSystemToken(sandbox);
  const server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const fhir = server.client({ token });
  const patientId = `killed-${randomUUID()}`;
  await fhir.update({ resourceType: 'Patient', id: patientId });
  try {
    const { acknowledged, wrong } = await writeUnderDamage(
      { writes: 40, kills: 4, cuts: 4 },
      { fhirUrl: sandbox.fhirUrl, token, fhir, patientId },
    );
    expect(wrong).toEqual([]);
    expect(acknowledged).toBeGreaterThan(10);
  } finally {
    await server.close();
    await sandbox.stop();
  }
}, 120_000);
