import type { Extension, HumanName, Identifier, Patient } from '@medplum/fhirtypes';
import { systems } from '../codes/systems.ts';
import { staffRef } from '../hospital/staff.ts';
import { hospitalRef } from '../hospital/hospital.ts';
import type { Random } from '../random.ts';
import { communes, countries, homes, streets, type Commune } from './communes.ts';
import { insMatricule } from './ins.ts';
import { folded } from '@keneyapp/clinical';

type IdentityStatus = 'QUAL' | 'VALI' | 'RECUP' | 'PROV';
/** What makes one synthetic person; the rest (address, telephone, matricule) is drawn from `random`. */
export interface Person {
  id: string;
  ipp: string;
  family: string;
  given: readonly string[];
  usedFamily?: string;
  usedGiven?: string;
  sex: 'male' | 'female';
  birthDate: string;
  birthplace: Commune;
  home: Commune;
  street: string;
  phone: string;
  email?: string;
  status: IdentityStatus;
  order: number;
  deceased?: string;
  twin?: number;
  marital?: 'M' | 'S' | 'W' | 'D';
}

export type PersonSeed = Pick<Person, 'id' | 'ipp' | 'family' | 'given' | 'sex' | 'birthDate'> &
  Partial<Omit<Person, 'birthplace'>> & { birthplace?: string };

/** `birthplace` of the seed is an INSEE code of the tables. */
export function makePerson(seed: PersonSeed, random: Random): Person {
  const places = [...communes, ...countries];
  const drawn = random.chance(0.12) ? random.pick(countries) : random.pick(communes);
  const birthplace = seed.birthplace ? places.find((p) => p.insee === seed.birthplace) : drawn;
  if (!birthplace) throw new Error(`no commune ${seed.birthplace}`);
  const ascii = (t: string) => folded(t).replace(/[^a-z]/g, '');
  const home = random.pick(homes),
    street = `${random.int(1, 140)} ${random.pick(streets)}`,
    phone = `06 39 98 ${random.int(10, 99)} ${random.int(10, 99)}`,
    order = random.int(1, 399),
    withMail = random.chance(0.6);
  const status = random.chance(0.72) ? 'QUAL' : random.pick(['VALI', 'RECUP', 'PROV'] as const);
  return {
    home,
    street,
    phone,
    order,
    status,
    ...(withMail
      ? { email: `${ascii(seed.given[0] ?? 'x')}.${ascii(seed.usedFamily ?? seed.family)}@courriel.example` }
      : {}),
    ...seed,
    birthplace,
  };
}

const ext = (name: string, rest: Omit<Extension, 'url'>): Extension => ({
  url: `${systems.frCore}/${name}`,
  ...rest,
});

/** fr-core-patient; with fr-core-patient-ins and the matricule only when the identity is qualified. */
export function patientResource(p: Person): Patient {
  const qualified = p.status === 'QUAL';
  const identifier: Identifier[] = [
    {
      use: 'usual',
      type: {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/v2-0203',
            code: 'PI',
            display: 'Patient internal identifier',
          },
        ],
        text: 'IPP',
      },
      system: systems.ipp,
      value: p.ipp,
      assigner: hospitalRef,
    },
  ];
  if (qualified)
    identifier.unshift({
      use: 'official',
      type: {
        coding: [
          { system: systems.frIdentifierType, code: 'INS-NIR', display: 'Identifiant national de santé' },
        ],
        text: 'INS',
      },
      system: systems.ins,
      value: insMatricule(p.sex, p.birthDate, p.birthplace.insee, p.order),
    });
  const first = p.given[0] ?? '';
  const name: HumanName[] = [
    {
      use: 'official',
      family: p.family,
      given: [first, ...p.given.slice(1)],
      text: `${p.family.toUpperCase()} ${first}`,
      extension: [ext('fr-core-patient-birth-list-given-name', { valueString: p.given.join(' ') })],
    },
  ];
  if (p.usedFamily || p.usedGiven)
    name.push({
      use: 'usual',
      family: p.usedFamily ?? p.family,
      given: [p.usedGiven ?? first],
      text: `${(p.usedFamily ?? p.family).toUpperCase()} ${p.usedGiven ?? first}`,
    });
  return {
    resourceType: 'Patient',
    id: p.id,
    meta: { profile: [`${systems.frCore}/fr-core-patient${qualified ? '-ins' : ''}`] },
    extension: [
      ext('fr-core-identity-reliability', {
        extension: [
          {
            url: 'identityStatus',
            valueCoding: {
              system: systems.frIdentityStatus,
              code: p.status,
              display: statusDisplay[p.status],
            },
          },
        ],
      }),
      {
        url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
        valueAddress: {
          extension: [
            ext('fr-core-address-insee-code', {
              valueCoding: {
                system: 'https://mos.esante.gouv.fr/NOS/TRE_R13-CommuneOM/FHIR/TRE-R13-CommuneOM',
                code: p.birthplace.insee,
                display: p.birthplace.name,
              },
            }),
          ],
          city: p.birthplace.name,
          country: p.birthplace.country ?? 'FRA',
        },
      },
    ],
    identifier,
    active: true,
    name,
    gender: p.sex,
    birthDate: p.birthDate,
    telecom: [
      { system: 'phone', value: p.phone, use: 'mobile' },
      ...(p.email ? [{ system: 'email' as const, value: p.email, use: 'home' as const }] : []),
    ],
    address: [
      {
        use: 'home',
        line: [p.street],
        city: p.home.name,
        postalCode: p.home.postal,
        country: 'FRA',
        extension: [
          ext('fr-core-address-insee-code', {
            valueCoding: {
              system: 'https://mos.esante.gouv.fr/NOS/TRE_R13-CommuneOM/FHIR/TRE-R13-CommuneOM',
              code: p.home.insee,
            },
          }),
        ],
      },
    ],
    ...(p.marital
      ? {
          maritalStatus: {
            coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: p.marital }],
          },
        }
      : {}),
    ...(p.twin ? { multipleBirthInteger: p.twin } : {}),
    ...(p.deceased ? { deceasedDateTime: p.deceased } : {}),
    communication: [
      {
        language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'fr-FR', display: 'français' }] },
        preferred: true,
      },
    ],
    generalPractitioner: [staffRef('vasseur')],
    managingOrganization: hospitalRef,
  };
}

const statusDisplay: Record<IdentityStatus, string> = {
  QUAL: 'Identité qualifiée',
  VALI: 'Identité validée',
  RECUP: 'Identité récupérée',
  PROV: 'Identité provisoire',
};
