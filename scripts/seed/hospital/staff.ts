// One table: the staff of the hospital, each with service, profession and account.
import { readFileSync } from 'node:fs';
import type {
  CodeableConcept,
  Practitioner,
  PractitionerRole,
  Reference,
  Resource,
} from '@medplum/fhirtypes';
import { systems } from '../codes/systems.ts';
import { rpps } from '../people/ins.ts';
import { serviceRef, wardRef, type ServiceKey } from './hospital.ts';
import { visitsBy } from './visits.ts';

interface Account {
  username: string;
  role: string;
  /** What the hospital's table of who prescribes what goes by, where the role does not say it. */
  profession?: string;
  fhirUser: string | null;
  family: string;
  given: string;
  prefix: string;
  rpps: string | null;
  service: string | null;
}
export interface Member {
  id: string;
  family: string;
  given: string;
  prefix: string;
  rpps: string | null;
  role: string;
  profession?: string;
  service: ServiceKey;
  specialty?: { code: string; display: string };
}

const accounts = JSON.parse(
  readFileSync(new URL('../../../infra/demo/accounts.json', import.meta.url), 'utf8'),
) as Account[];

const specialties = {
  cardiology: { code: 'SM04', display: 'Cardiologie et maladies vasculaires' },
  internal: { code: 'SM20', display: 'Médecine interne' },
  emergency: { code: 'SM16', display: 'Médecine d’urgence' },
  radiology: { code: 'SM44', display: 'Radiodiagnostic et imagerie médicale' },
  pediatrics: { code: 'SM40', display: 'Pédiatrie' },
  obstetrics: { code: 'SM10', display: 'Gynécologie-obstétrique' },
  orthopedics: { code: 'SM09', display: 'Chirurgie orthopédique et traumatologie' },
  oncology: { code: 'SM32', display: 'Oncologie médicale' },
  general: { code: 'SM54', display: 'Médecine générale' },
  biology: { code: 'SM02', display: 'Biologie médicale' },
  pharmacy: { code: 'SP01', display: 'Pharmacie' },
} as const;

const bySpecialty: Record<string, { code: string; display: string }> = {
  medecin: specialties.cardiology,
  medecin2: specialties.internal,
  senior: specialties.cardiology,
  radiologue: specialties.radiology,
  pharmacien: specialties.pharmacy,
};

const others: readonly Omit<Member, 'rpps'>[] = [
  {
    id: 'pract-okonkwo',
    family: 'Okonkwo-Girard',
    given: 'Adaeze',
    prefix: 'Pr',
    role: 'doctor',
    service: 'medecine-interne',
    specialty: specialties.internal,
  },
  {
    id: 'pract-dasilva',
    family: 'da Silva',
    given: 'Tiago',
    prefix: 'Dr',
    role: 'doctor',
    service: 'urgences',
    specialty: specialties.emergency,
  },
  {
    id: 'pract-lebrun',
    family: 'Le Brun',
    given: 'Gwenaëlle',
    prefix: 'Dr',
    role: 'doctor',
    service: 'femme-mere-enfant',
    specialty: specialties.pediatrics,
  },
  {
    id: 'pract-haddad',
    family: 'Haddad',
    given: 'Nour',
    prefix: 'Dr',
    role: 'doctor',
    service: 'femme-mere-enfant',
    specialty: specialties.obstetrics,
  },
  {
    id: 'pract-fischer',
    family: 'Fischer',
    given: 'Matthieu',
    prefix: 'Dr',
    role: 'doctor',
    service: 'orthopedie',
    specialty: specialties.orthopedics,
  },
  {
    id: 'pract-rossi',
    family: 'Rossi',
    given: 'Chiara',
    prefix: 'Dr',
    role: 'doctor',
    service: 'oncologie',
    specialty: specialties.oncology,
  },
  {
    id: 'pract-perrin',
    family: 'Perrin',
    given: 'Olivier',
    prefix: 'Dr',
    role: 'doctor',
    service: 'cardiologie',
    specialty: specialties.cardiology,
  },
  {
    id: 'pract-vasseur',
    family: 'Vasseur',
    given: 'Élodie',
    prefix: 'Dr',
    role: 'doctor',
    service: 'medecine-interne',
    specialty: specialties.general,
  },
  {
    id: 'pract-camara',
    family: 'Camara',
    given: 'Ibrahima',
    prefix: 'Dr',
    role: 'doctor',
    service: 'laboratoire',
    specialty: specialties.biology,
  },
  {
    id: 'pract-baron',
    family: 'Baron',
    given: 'Estelle',
    prefix: '',
    role: 'nurse',
    service: 'medecine-interne',
  },
  {
    id: 'pract-marchetti',
    family: 'Marchetti',
    given: 'Paul',
    prefix: '',
    role: 'nurse',
    service: 'urgences',
  },
  {
    id: 'pract-leroux',
    family: 'Leroux',
    given: 'Amandine',
    prefix: '',
    role: 'nurse',
    service: 'orthopedie',
  },
  { id: 'pract-ndiaye', family: 'Ndiaye', given: 'Awa', prefix: '', role: 'nurse', service: 'cardiologie' },
];

export const staff: readonly Member[] = [
  ...accounts
    .filter((a) => a.fhirUser?.startsWith('Practitioner/'))
    .map((a): Member => ({
      id: (a.fhirUser ?? '').slice('Practitioner/'.length),
      family: a.family,
      given: a.given,
      prefix: a.prefix,
      rpps: a.rpps,
      role: a.role,
      service: (a.service ?? 'cardiologie') as ServiceKey,
      ...(a.profession ? { profession: a.profession } : {}),
      ...(bySpecialty[a.username] ? { specialty: bySpecialty[a.username] } : {}),
    })),
  ...others.map((m, i): Member => ({ ...m, rpps: rpps(`10100001${String(i + 10)}`) })),
];

const nameOf = (m: Member) => [m.prefix, m.given, m.family].filter(Boolean).join(' ');

export function staffRef(id: string): Reference<Practitioner> & { reference: string; display: string } {
  const member = staff.find((m) => m.id === `pract-${id}`);
  if (!member) throw new Error(`no member of staff ${id}`);
  return { reference: `Practitioner/${member.id}`, display: nameOf(member) };
}

/** Doctor and nurse who answer for a service by default. */
export const doctorOf: Record<ServiceKey, string> = {
  cardiologie: 'medecin',
  'medecine-interne': 'okonkwo',
  urgences: 'dasilva',
  imagerie: 'radiologue',
  pharmacie: 'pharmacien',
  laboratoire: 'camara',
  'femme-mere-enfant': 'haddad',
  orthopedie: 'fischer',
  oncologie: 'rossi',
};
export const nurseOf = (service: ServiceKey): string =>
  (
    ({
      cardiologie: 'infirmier',
      'medecine-interne': 'baron',
      urgences: 'marchetti',
      orthopedie: 'leroux',
    }) as Partial<Record<ServiceKey, string>>
  )[service] ?? 'baron';

const professions: Record<string, { code: string; display: string }> = {
  doctor: { code: '10', display: 'Médecin' },
  radiologist: { code: '10', display: 'Médecin' },
  pharmacist: { code: '21', display: 'Pharmacien' },
  nurse: { code: '60', display: 'Infirmier' },
};

/** In training: an interne practises under a senior, who rereads what was ordered; what a student orders waits for a doctor. */
const inTraining: Record<string, CodeableConcept> = Object.fromEntries(
  Object.entries({ interne: 'Interne', student: 'Étudiant en médecine' }).map(([code, text]) => [
    code,
    { coding: [{ system: 'https://keneyapp.example/profession', code, display: text }], text },
  ]),
);

export function staffResources(): Resource[] {
  return staff.flatMap((m): Resource[] => {
    // a student is no doctor yet
    const profession = m.profession === 'student' ? undefined : professions[m.role];
    const practitioner: Practitioner = {
      resourceType: 'Practitioner',
      id: m.id,
      meta: { profile: [`${systems.frCore}/fr-core-practitioner`] },
      active: true,
      ...(m.rpps
        ? {
            identifier: [
              {
                use: 'official',
                type: { coding: [{ system: systems.frIdentifierType, code: 'RPPS' }] },
                system: systems.rpps,
                value: m.rpps,
              },
              {
                type: { coding: [{ system: systems.frIdentifierType, code: 'IDNPS' }] },
                system: 'urn:oid:1.2.250.1.71.4.2.1',
                value: `8${m.rpps}`,
              },
            ],
          }
        : {}),
      name: [
        {
          use: 'official',
          text: nameOf(m),
          family: m.family,
          given: [m.given],
          ...(m.prefix ? { prefix: [m.prefix] } : {}),
        },
      ],
      telecom: [
        {
          system: 'phone',
          value: `02 47 00 0${m.id.length % 10} ${10 + (m.family.length % 80)}`,
          use: 'work',
        },
        { system: 'email', value: `${m.id.slice(6)}@hopital.example`, use: 'work' },
      ],
      ...(profession
        ? {
            qualification: [
              {
                code: {
                  coding: [
                    {
                      system:
                        'https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante',
                      ...profession,
                    },
                  ],
                },
              },
            ],
          }
        : {}),
    };
    const role: PractitionerRole = {
      resourceType: 'PractitionerRole',
      id: `role-${m.id.slice(6)}`,
      meta: { profile: [`${systems.frCore}/fr-core-practitioner-role`] },
      active: true,
      practitioner: { reference: `Practitioner/${m.id}`, display: nameOf(m) },
      organization: serviceRef(m.service),
      location: [wardRef(m.service)],
      ...(visitsBy(m.id.slice(6)).length > 0 ? { healthcareService: visitsBy(m.id.slice(6)) } : {}),
      code: [
        ...(m.profession ? [inTraining[m.profession] ?? { text: m.profession }] : []),
        profession
          ? {
              coding: [
                {
                  system:
                    'https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante',
                  ...profession,
                },
              ],
            }
          : { text: 'Secrétaire médicale' },
      ],
      ...(m.specialty
        ? {
            specialty: [
              {
                coding: [
                  {
                    system:
                      'https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale',
                    ...m.specialty,
                  },
                ],
              },
            ],
          }
        : {}),
    };
    return [practitioner, role];
  });
}
