import { randomInt } from 'node:crypto';
import type { FhirClient } from '@keneyapp/fhir-client';
import type { Practitioner } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import type { Context } from '../../context.ts';
import type { DirectoryPerson } from '../../directory/directory.ts';
import { matches } from '@keneyapp/fhir-model/bundles';
import { DeniedError } from '../../trpc.ts';
import { inDirectory } from './accounts.ts';
import { join } from './memberships.ts';
import type { CreateAccountInput } from './schema.ts';
import { foldedWords } from '@keneyapp/clinical';

const rppsSystem = 'https://rpps.esante.gouv.fr';
/** Roles of those who write into charts or read them: they are somebody in the record. */
const isSomebody: Record<CreateAccountInput['role'], boolean> = {
  doctor: true,
  nurse: true,
  pharmacist: true,
  radiologist: true,
  secretary: true,
  'data-manager': false,
  dpo: false,
  admin: false,
};

interface Hands {
  services: Context['services'];
  /** What the administrator may read, and what writes in their name. */
  read: FhirClient;
  write: FhirClient;
  auditResources: (...resources: string[]) => void;
}
interface Made {
  person: DirectoryPerson;
  firstPassword: string | null;
  isUnitMissing: boolean;
}

/**
 * An account with who they are in the record and the service they belong to. The account comes second, so that nobody has
 * one that leads nowhere; a professional whose account was refused is set aside again.
 */
export async function createAccount(hands: Hands, input: CreateAccountInput): Promise<Made> {
  const { services, read, write, auditResources } = hands;
  const { family, given, username, role, rpps, serviceId } = input;
  const isInRecord = isSomebody[role];
  if (!isInRecord && (rpps !== null || serviceId !== null))
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'this role belongs to no service' });
  auditResources(`account:${username}`, `role:${role}`);
  // a service that is not there is said before anything is made
  if (serviceId !== null) auditResources(`Organization/${(await read.read('Organization', serviceId)).id}`);
  const practitioner = isInRecord ? await professional(hands, input) : null;
  if (practitioner) auditResources(`Practitioner/${practitioner.resource.id}`);
  const fhirUser = practitioner && `Practitioner/${practitioner.resource.id}`;
  const password = input.first.by === 'password' ? newPassword() : null;
  const person = await inDirectory({ services }, (directory) =>
    directory.create({
      username,
      family,
      given,
      role,
      fhirUser,
      rpps,
      first:
        input.first.by === 'invitation'
          ? input.first
          : { by: 'password', password: password ?? newPassword() },
    }),
  ).catch(async (error: unknown) => {
    if (practitioner?.isNew)
      await write.update({ ...practitioner.resource, active: false }).catch(() => undefined);
    throw error;
  });
  // the first password is told once: what fails from here on is said beside it
  let isUnitMissing = false;
  if (fhirUser && serviceId !== null)
    try {
      const display = `${given} ${family}`;
      auditResources(
        `PractitionerRole/${await join(read, write, { reference: fhirUser, display }, serviceId)}`,
      );
    } catch {
      isUnitMissing = true;
    }
  return { person, firstPassword: password, isUnitMissing };
}

/** The professional of this RPPS number, or a new one. One who has an account already gets no second. */
async function professional(
  { services, read, write }: Hands,
  { family, given, rpps, key }: CreateAccountInput,
): Promise<{ resource: Practitioner; isNew: boolean }> {
  const identifier = rpps === null ? { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${key}` } : rppsOf(rpps);
  const token = `${identifier.system}|${identifier.value}`;
  const [known] = matches(
    await read.search('Practitioner', { identifier: token, _count: 2 }),
    'Practitioner',
  );
  const name: Practitioner['name'] = [{ use: 'official', family, given: [given] }];
  // by the key of the form it is what this form made and set aside again
  if (known && rpps === null)
    return { resource: await write.update({ ...known, active: true, name }), isNew: true };
  if (known) {
    const isSame = foldedWords(known.name?.[0]?.family ?? '') === foldedWords(family);
    if (
      !isSame ||
      (await inDirectory({ services }, (directory) => directory.hasAccountOf(`Practitioner/${known.id}`)))
    )
      throw new TRPCError({
        code: 'CONFLICT',
        message: 'somebody else has this number',
        cause: new DeniedError('rpps-taken'),
      });
    if (known.active !== false) return { resource: known, isNew: false };
    return { resource: await write.update({ ...known, active: true }), isNew: true };
  }
  const resource = await write.create<Practitioner>(
    { resourceType: 'Practitioner', active: true, name, identifier: [identifier] },
    { ifNoneExist: `identifier=${encodeURIComponent(token)}` },
  );
  return { resource, isNew: true };
}

const rppsOf = (value: string) => ({
  use: 'official' as const,
  type: { coding: [{ system: 'https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203', code: 'RPPS' }] },
  system: rppsSystem,
  value,
});

/** Sixteen letters and digits that are not mistaken for each other, in fours: 80 bits, read out or copied. */
function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY346789';
  const four = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return Array.from({ length: 4 }, four).join('-');
}
