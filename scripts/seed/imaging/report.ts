import type { DiagnosticReport, ServiceRequest } from '@medplum/fhirtypes';
import type { Chart } from '../chart/chart.ts';
import { systems } from '../codes/systems.ts';
import { serviceRef } from '../hospital/hospital.ts';
import { staffRef } from '../hospital/staff.ts';

const exams = {
  radiograph: { code: '36643-5', display: 'Radiographie du thorax', section: 'RAD' },
  scanner: { code: '24627-2', display: 'Scanner du thorax', section: 'RAD' },
  echocardiography: { code: '42148-7', display: 'Échographie cardiaque', section: 'CUS' },
} as const;

export interface ExamOptions {
  exam: keyof typeof exams;
  question: string;
  /** In words, without pictures; an order that waits has none yet. */
  conclusion?: string;
  /** Hours since it was done, or ordered when it waits. */
  ago: number;
  by: string;
}

/** An examination that was ordered, and what was found: words alone. */
export function examined(chart: Chart, o: ExamOptions): void {
  const { code, display, section } = exams[o.exam];
  const concept = { coding: [{ system: systems.loinc, code, display }], text: display };
  const isHeart = section === 'CUS';
  const request = chart.add<ServiceRequest & { id: string }>({
    resourceType: 'ServiceRequest',
    id: chart.id('req'),
    status: o.conclusion === undefined ? 'active' : 'completed',
    intent: 'order',
    priority: 'urgent',
    category: [{ coding: [{ system: systems.snomed, code: '363679005', display: 'Imaging' }] }],
    code: concept,
    subject: chart.subject,
    ...chart.within,
    authoredOn: chart.calendar.ago(o.conclusion === undefined ? o.ago : o.ago + 1),
    requester: staffRef(o.by),
    performer: [serviceRef(isHeart ? 'cardiologie' : 'imagerie')],
    reasonCode: [{ text: o.question }],
  });
  if (o.conclusion === undefined) return;
  chart.add<DiagnosticReport & { id: string }>({
    resourceType: 'DiagnosticReport',
    id: chart.id('rep'),
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: section }] }],
    code: concept,
    subject: chart.subject,
    ...chart.within,
    basedOn: [{ reference: `ServiceRequest/${request.id}` }],
    effectiveDateTime: chart.calendar.ago(o.ago),
    issued: chart.calendar.ago(Math.max(0.1, o.ago - 1)),
    performer: [serviceRef(isHeart ? 'cardiologie' : 'imagerie')],
    resultsInterpreter: [staffRef(isHeart ? o.by : 'radiologue')],
    conclusion: o.conclusion,
  });
}
