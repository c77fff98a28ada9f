import { router, signedInProcedure } from '../../trpc.ts';
import { acknowledgeOutcome, notices } from './notices.ts';
import type { Me } from './view.ts';

export const sessionRouter = router({
  me: signedInProcedure.query(async ({ ctx: { session, services } }): Promise<Me> => ({
    username: session.username,
    displayName: session.displayName,
    role: session.role,
    patientId: session.fhirUser?.startsWith('Patient/') ? session.fhirUser.slice('Patient/'.length) : null,
    rights: await services.policy.rights(session.role),
    idleExpiresAt: session.idleExpiresAt,
    absoluteExpiresAt: session.absoluteExpiresAt,
  })),
  notices,
  acknowledgeOutcome,
});
