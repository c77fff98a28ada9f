import type { Coverage, Encounter, RelatedPerson } from '@medplum/fhirtypes';
import { systems } from '../codes/systems.ts';
import { bedRef, serviceRef, wardRef, type ServiceKey } from '../hospital/hospital.ts';
import { doctorOf, nurseOf, staffRef } from '../hospital/staff.ts';
import type { Chart } from './chart.ts';

const classes = {
  IMP: 'Hospitalisation',
  AMB: 'Consultation',
  EMER: 'Urgences',
  SS: 'Hospitalisation de jour',
} as const;
export interface StayOptions {
  class: keyof typeof classes;
  service: ServiceKey;
  from: number;
  fromHour?: number;
  to?: number;
  toHour?: number;
  bed?: number;
  /** Instead of a bed. */
  place?: { reference: string; display: string };
  reason: string;
  by?: string;
  nurse?: string;
  /** Of a stay that goes on, when nobody has begun yet. */
  status?: 'arrived' | 'triaged';
  triage?: 2 | 3 | 4 | 5;
  discharge?: string;
  type?: string;
}

/** The French emergency triage scale, with the words of HL7 beside it. */
const triages = {
  2: ['EM', 'Tri 2 : très urgent'],
  3: ['UR', 'Tri 3 : urgent'],
  4: ['R', 'Tri 4 : moins urgent'],
  5: ['R', 'Tri 5 : non urgent'],
} as const;

/** An encounter; what `content` adds belongs to it. Without `to` it is in progress. Consultations last 30 minutes. */
export function stay(
  chart: Chart,
  o: StayOptions,
  content?: (chart: Chart) => void,
): Encounter & { id: string } {
  const { calendar } = chart,
    hour = o.fromHour ?? 9,
    ongoing = o.to === undefined && o.class !== 'AMB';
  const start = calendar.at(o.from, hour),
    end = ongoing
      ? undefined
      : o.class === 'AMB'
        ? calendar.at(o.from, hour, 30)
        : calendar.at(o.to ?? o.from, o.toHour ?? 14);
  const period = { start, ...(end ? { end } : {}) },
    id = chart.id('enc'),
    doctor = o.by ?? doctorOf[o.service];
  const encounter = chart.add({
    resourceType: 'Encounter',
    id,
    meta: { profile: [`${systems.frCore}/fr-core-encounter`] },
    identifier: [
      {
        use: 'official',
        system: systems.visit,
        value: `S${chart.person.ipp.slice(-6)}${id.split('-').at(-1)?.padStart(3, '0')}`,
      },
    ],
    status: ongoing ? (o.status ?? 'in-progress') : 'finished',
    class: { system: systems.actCode, code: o.class, display: classes[o.class] },
    type: [{ text: o.type ?? classes[o.class] }],
    ...(o.triage
      ? {
          priority: {
            coding: [
              { system: 'http://terminology.hl7.org/CodeSystem/v3-ActPriority', code: triages[o.triage][0] },
            ],
            text: triages[o.triage][1],
          },
        }
      : {}),
    subject: chart.subject,
    period,
    reasonCode: [{ text: o.reason }],
    serviceProvider: serviceRef(o.service),
    serviceType: { text: serviceRef(o.service).display },
    participant: [
      {
        type: [
          {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
                code: 'ATND',
                display: 'attender',
              },
            ],
          },
        ],
        individual: staffRef(doctor),
        period,
      },
      ...(o.class === 'AMB'
        ? []
        : [
            {
              type: [
                {
                  coding: [
                    {
                      system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
                      code: 'PPRF',
                      display: 'primary performer',
                    },
                  ],
                },
              ],
              individual: staffRef(o.nurse ?? nurseOf(o.service)),
              period,
            },
          ]),
    ],
    location: [
      {
        location: o.place ?? (o.bed === undefined ? wardRef(o.service) : bedRef(o.service, o.bed)),
        status: ongoing ? 'active' : 'completed',
        period,
      },
    ],
    ...(o.class === 'AMB' || ongoing
      ? {}
      : { hospitalization: { dischargeDisposition: { text: o.discharge ?? 'Retour à domicile' } } }),
  });
  if (content) {
    const before = chart.encounter;
    chart.encounter = { reference: `Encounter/${id}` };
    content(chart);
    chart.encounter = before;
  }
  return encounter;
}

/** Compulsory and complementary cover. */
export function coverage(chart: Chart, longTermIllness: boolean): Coverage[] {
  const base = {
    resourceType: 'Coverage',
    status: 'active',
    beneficiary: chart.subject,
    period: { start: `${Number(chart.calendar.today.slice(0, 4)) - 1}-01-01` },
  } as const;
  return [
    chart.add({
      ...base,
      id: chart.id('cov'),
      type: {
        coding: [{ system: systems.actCode, code: 'PUBLICPOL', display: 'public healthcare' }],
        text: longTermIllness ? 'Assurance maladie obligatoire, ALD 100 %' : 'Assurance maladie obligatoire',
      },
      payor: [{ reference: 'Organization/org-cpam', display: 'CPAM d’Indre-et-Loire' }],
      order: 1,
    }),
    chart.add({
      ...base,
      id: chart.id('cov'),
      type: { text: 'Complémentaire santé' },
      payor: [{ reference: 'Organization/org-mutuelle', display: 'Mutuelle Ligérienne' }],
      order: 2,
    }),
  ];
}

const relations = {
  spouse: ['SPS', 'Conjoint'],
  child: ['CHILD', 'Enfant'],
  mother: ['MTH', 'Mère'],
  father: ['FTH', 'Père'],
  sibling: ['SIB', 'Frère ou sœur'],
  trusted: ['HPOWATT', 'Personne de confiance'],
  guardian: ['GUARD', 'Tuteur'],
} as const;

export function relative(
  chart: Chart,
  relation: keyof typeof relations,
  family: string,
  given: string,
  phone: string,
): RelatedPerson {
  const [code, display] = relations[relation];
  return chart.add({
    resourceType: 'RelatedPerson',
    id: chart.id('rel'),
    active: true,
    patient: chart.subject,
    relationship: [{ coding: [{ system: systems.roleCode, code }], text: display }],
    name: [{ use: 'usual', family, given: [given], text: `${family.toUpperCase()} ${given}` }],
    telecom: [{ system: 'phone', value: phone, use: 'mobile' }],
  });
}
