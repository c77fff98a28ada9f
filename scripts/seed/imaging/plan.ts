import type { DiagnosticReport, ImagingStudy, ServiceRequest } from '@medplum/fhirtypes';
import type { Chart } from '../chart/chart.ts';
import { systems } from '../codes/systems.ts';
import { serviceRef } from '../hospital/hospital.ts';
import { staffRef } from '../hospital/staff.ts';
import { document } from '../documents/document.ts';
import { imagingStudyId, stableUid } from '../../wire/ids.ts';

type Phantom = 'thorax' | 'brain' | 'chest';
export interface PlannedSeries {
  description: string;
  instances: number;
  bodySite: string;
  phantom: Phantom;
  variant: string;
}
export interface PlannedStudy {
  key: string;
  patientId: string;
  day: number;
  hour: number;
  modality: 'CT' | 'MR' | 'CR';
  description: string;
  series: PlannedSeries[];
  requester: string;
  question: string;
  findings: string;
  conclusion: string;
  /** What there is of a report; without it, one that stands for good. */
  report?: 'none' | 'preliminary';
  priority?: 'routine' | 'urgent' | 'stat';
  studyUid: string;
  accession: string;
  /** Adds ServiceRequest, ImagingStudy, DiagnosticReport and its document to the chart. */
  describe(chart: Chart): void;
}

type Plan = Omit<PlannedStudy, 'studyUid' | 'accession' | 'describe'>;

const thorax = (variant: string): PlannedSeries => ({
  description: 'Thorax 2,5 mm, filtre médiastinal',
  instances: 72,
  bodySite: 'CHEST',
  phantom: 'thorax',
  variant,
});
const brain = (variant: string): PlannedSeries => ({
  description: 'Encéphale 3D T1',
  instances: 64,
  bodySite: 'HEAD',
  phantom: 'brain',
  variant,
});
const chest = (variant: string): PlannedSeries => ({
  description: 'Thorax de face',
  instances: 1,
  bodySite: 'CHEST',
  phantom: 'chest',
  variant,
});
const radiograph = (
  patientId: string,
  day: number,
  requester: string,
  question: string,
  findings: string,
  conclusion: string,
  variant: string,
): Plan => ({
  key: `rx-${patientId}-${-day}`,
  patientId,
  day,
  hour: 15,
  modality: 'CR',
  description: 'Radiographie du thorax',
  series: [chest(variant)],
  requester,
  question,
  findings,
  conclusion,
});

const plans: readonly Plan[] = [
  {
    key: 'ct-demo-prior',
    patientId: 'pat-demo',
    day: -370,
    hour: 14,
    modality: 'CT',
    description: 'Scanner thoracique sans injection',
    series: [thorax('nodule-small')],
    requester: 'medecin',
    question: 'Contrôle d’un nodule pulmonaire découvert fortuitement.',
    findings: 'Nodule plein du lobe supérieur droit de 7 mm. Pas d’adénomégalie. Cardiomégalie modérée.',
    conclusion: 'Nodule de 7 mm, contrôle à douze mois.',
  },
  {
    key: 'ct-demo',
    patientId: 'pat-demo',
    day: -5,
    hour: 10,
    modality: 'CT',
    description: 'Scanner thoracique sans injection',
    series: [thorax('nodule')],
    requester: 'medecin',
    question: 'Contrôle à un an d’un nodule de 7 mm.',
    findings:
      'Nodule plein du lobe supérieur droit de 11 mm, en progression par rapport à l’examen précédent (7 mm). Pas d’épanchement.',
    conclusion: 'Progression du nodule : avis de concertation pluridisciplinaire, TEP à discuter.',
  },
  radiograph(
    'pat-demo',
    -58,
    'dasilva',
    'Palpitations, malaise.',
    'Silhouette cardiaque augmentée, index 0,56. Pas de foyer.',
    'Cardiomégalie sans foyer.',
    'large-heart',
  ),
  {
    key: 'mr-005',
    patientId: 'pat-005',
    day: -880,
    hour: 11,
    modality: 'MR',
    description: 'IRM cérébrale',
    series: [brain('stroke')],
    requester: 'medecin',
    question: 'Déficit moteur droit.',
    findings: 'Séquelle ischémique sylvienne gauche. Pas d’hémorragie.',
    conclusion: 'Infarctus sylvien gauche.',
  },
  radiograph(
    'pat-019',
    -4,
    'okonkwo',
    'Dyspnée fébrile.',
    'Distension thoracique, foyer de la base droite.',
    'Foyer basal droit sur distension.',
    'pneumonia',
  ),
  radiograph(
    'pat-022',
    -1,
    'dasilva',
    'Sepsis.',
    'Pas de foyer parenchymateux.',
    'Radiographie sans anomalie.',
    'normal',
  ),
  radiograph(
    'pat-002',
    -3,
    'medecin',
    'Dyspnée.',
    'Cardiomégalie, comblement du cul-de-sac droit.',
    'Insuffisance cardiaque.',
    'large-heart',
  ),
  // what waits for the radiologist
  {
    ...radiograph('pat-019', -1, 'okonkwo', 'Aggravation : désaturation à 88 %.', '', '', 'pneumonia'),
    report: 'none',
    priority: 'stat',
  },
  {
    ...radiograph('pat-002', -1, 'medecin', 'Contrôle après diurétiques.', '', '', 'large-heart'),
    report: 'none',
    priority: 'routine',
  },
  {
    ...radiograph(
      'pat-005',
      -2,
      'medecin',
      'Toux depuis une semaine.',
      'Pas de foyer à la première lecture.',
      'À relire : opacité apicale gauche possible.',
      'normal',
    ),
    report: 'preliminary',
    priority: 'routine',
  },
];

const codes = {
  CT: ['24627-2', 'Scanner du thorax'],
  MR: ['24590-2', 'IRM cérébrale'],
  CR: ['36643-5', 'Radiographie du thorax'],
} as const;

export const plannedStudies: readonly PlannedStudy[] = plans.map((plan, i) => {
  const studyUid = stableUid('study', plan.key),
    accession = `A${String(26_000_100 + i * 7)}`;
  return {
    ...plan,
    studyUid,
    accession,
    describe: (chart) => describe(chart, { ...plan, studyUid, accession }),
  };
});
export const imagingOf = (patientId: string): readonly PlannedStudy[] =>
  plannedStudies.filter((s) => s.patientId === patientId);
export const seriesUid = (key: string, index: number): string => stableUid('series', key, String(index));
export const instanceUid = (key: string, series: number, instance: number): string =>
  stableUid('instance', key, String(series), String(instance));
export const sopClasses = {
  CT: '1.2.840.10008.5.1.4.1.1.2',
  MR: '1.2.840.10008.5.1.4.1.1.4',
  CR: '1.2.840.10008.5.1.4.1.1.1',
} as const;

function describe(chart: Chart, s: Omit<PlannedStudy, 'describe'>): void {
  const started = chart.calendar.at(s.day, s.hour),
    [code, display] = codes[s.modality],
    concept = { coding: [{ system: systems.loinc, code, display }], text: s.description };
  const accession = {
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'ACSN' }] },
    system: systems.accession,
    value: s.accession,
  };
  const request = chart.add<ServiceRequest & { id: string }>({
    resourceType: 'ServiceRequest',
    id: chart.id('req'),
    status: s.report ? 'active' : 'completed',
    intent: 'order',
    priority: s.priority ?? (s.modality === 'CR' ? 'urgent' : 'routine'),
    category: [{ coding: [{ system: systems.snomed, code: '363679005', display: 'Imaging' }] }],
    identifier: [accession],
    code: concept,
    subject: chart.subject,
    authoredOn: chart.calendar.at(s.day - 1, 16),
    requester: staffRef(s.requester),
    performer: [serviceRef('imagerie')],
    reasonCode: [{ text: s.question }],
  });
  const study = chart.add<ImagingStudy & { id: string }>({
    resourceType: 'ImagingStudy',
    id: imagingStudyId(s.studyUid),
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${s.studyUid}` }, accession],
    status: 'available',
    modality: [{ system: systems.dicom, code: s.modality }],
    subject: chart.subject,
    started,
    basedOn: [{ reference: `ServiceRequest/${request.id}` }],
    referrer: staffRef(s.requester),
    numberOfSeries: s.series.length,
    numberOfInstances: s.series.reduce((n, x) => n + x.instances, 0),
    description: s.description,
    series: s.series.map((x, i) => ({
      uid: seriesUid(s.key, i),
      number: i + 1,
      modality: { system: systems.dicom, code: s.modality },
      description: x.description,
      numberOfInstances: x.instances,
      bodySite: { system: systems.dicom, code: x.bodySite, display: x.bodySite },
      started,
      instance: Array.from({ length: x.instances }, (_, n) => ({
        uid: instanceUid(s.key, i, n),
        sopClass: { system: 'urn:ietf:rfc:3986', code: `urn:oid:${sopClasses[s.modality]}` },
        number: n + 1,
      })),
    })),
  });
  if (s.report === 'none') return;
  const letter = document(chart, 'imaging', {
    day: s.day,
    hour: s.hour + 2,
    title: s.description,
    service: 'imagerie',
    by: 'radiologue',
    sections: [
      { title: 'Indication', text: s.question },
      { title: 'Résultat', text: s.findings },
      { title: 'Conclusion', text: s.conclusion },
    ],
  });
  chart.add<DiagnosticReport & { id: string }>({
    resourceType: 'DiagnosticReport',
    id: chart.id('rep'),
    status: s.report ?? 'final',
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD', display: 'Radiology' },
        ],
      },
    ],
    code: concept,
    subject: chart.subject,
    basedOn: [{ reference: `ServiceRequest/${request.id}` }],
    imagingStudy: [{ reference: `ImagingStudy/${study.id}` }],
    effectiveDateTime: started,
    issued: chart.calendar.at(s.day, s.hour + 2),
    performer: [serviceRef('imagerie')],
    resultsInterpreter: [staffRef('radiologue')],
    conclusion: s.conclusion,
    presentedForm: [
      { contentType: 'application/pdf', url: letter.content[0]?.attachment?.url, title: s.description },
    ],
  });
}
