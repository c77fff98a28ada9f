import { table } from '../../access/table.ts';
import { router, signedInProcedure } from '../../trpc.ts';
import type { Me } from './view.ts';

export const sessionRouter = router({
  me: signedInProcedure.query(({ ctx: { session } }): Me => ({
    username: session.username,
    displayName: session.displayName,
    role: session.role,
    patientId: session.fhirUser?.startsWith('Patient/') ? session.fhirUser.slice('Patient/'.length) : null,
    rights: table[session.role],
    idleExpiresAt: session.idleExpiresAt,
    absoluteExpiresAt: session.absoluteExpiresAt,
  })),
});
