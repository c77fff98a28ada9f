import { isDuring } from '../../access/ties.ts';
import { matches } from '@keneyapp/fhir-model/bundles';
import { nameBehind } from '@keneyapp/fhir-model/names';
import { lookupIn, referenceKey } from '@keneyapp/fhir-model/references';
import { signedInProcedure } from '../../trpc.ts';

const maxRoles = 20;

/** Names of the services where the person works now: what they print says it. */
export const workplaces = signedInProcedure.query(
  async ({ ctx: { session, services } }): Promise<string[]> => {
    const me = referenceKey(session.fhirUser ?? '');
    if (!me?.startsWith('Practitioner/')) return [];
    const bundle = await services.capabilities.workplaces.search('PractitionerRole', {
      practitioner: me,
      _include: 'PractitionerRole:organization',
      _count: maxRoles,
    });
    const lookup = lookupIn(bundle);
    const now = new Date();
    return [
      ...new Set(
        matches(bundle, 'PractitionerRole')
          .filter((role) => role.active !== false && isDuring(role.period, now))
          .flatMap((role) => nameBehind(role.organization, lookup, role) ?? []),
      ),
    ];
  },
);
