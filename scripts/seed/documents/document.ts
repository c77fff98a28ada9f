import { createHash } from 'node:crypto';
import type { Binary, DocumentReference } from '@medplum/fhirtypes';
import type { Chart } from '../chart/chart.ts';
import { systems } from '../codes/systems.ts';
import { hospitalRef, serviceRef, type ServiceKey } from '../hospital/hospital.ts';
import { doctorOf, staff, staffRef } from '../hospital/staff.ts';
import { insMatricule } from '../people/ins.ts';
import { frenchDate, renderPdf } from './pdf.ts';
import { renderEcg } from './png.ts';
import { documentKinds, type DocumentKind, type DocumentSpec, type Section } from './spec.ts';

interface PendingDocument {
  spec: DocumentSpec;
  reference: DocumentReference & { id: string };
}

/** Documents of a chart that still have to be drawn. */
const pending = new WeakMap<Chart, PendingDocument[]>();

export interface DocumentOptions {
  day: number;
  hour?: number;
  title: string;
  service: ServiceKey;
  by?: string;
  sections: readonly Section[];
  format?: DocumentSpec['format'];
  superseded?: boolean;
}

/** Adds the DocumentReference; the content is drawn by `drawDocuments`. */
export function document(
  chart: Chart,
  kind: DocumentKind,
  o: DocumentOptions,
): DocumentReference & { id: string } {
  const id = chart.id('doc'),
    binaryId = `${id}-contenu`,
    author = o.by ?? doctorOf[o.service],
    date = chart.calendar.at(o.day, o.hour ?? 16),
    person = chart.person,
    [code, display] = documentKinds[kind];
  const format = o.format ?? 'pdf',
    rpps = staff.find((m) => m.id === `pract-${author}`)?.rpps;
  const reference = chart.add<DocumentReference & { id: string }>({
    resourceType: 'DocumentReference',
    id,
    status: o.superseded ? 'superseded' : 'current',
    docStatus: 'final',
    type: { coding: [{ system: systems.loinc, code, display }], text: display },
    category: [
      {
        coding: [
          {
            system: 'http://loinc.org',
            code: kind === 'imaging' ? '47045-0' : kind === 'laboratory' ? '11502-2' : '47039-3',
          },
        ],
        text: display,
      },
    ],
    subject: chart.subject,
    date,
    author: [staffRef(author), serviceRef(o.service)],
    authenticator: staffRef(author),
    custodian: hospitalRef,
    description: o.title,
    securityLabel: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
            code: 'N',
            display: 'normal',
          },
        ],
      },
    ],
    content: [
      {
        attachment: {
          contentType: { pdf: 'application/pdf', text: 'text/plain; charset=utf-8', png: 'image/png' }[
            format
          ],
          language: 'fr-FR',
          url: `Binary/${binaryId}`,
          title: o.title,
          creation: date,
        },
      },
    ],
    context: { ...(chart.encounter ? { encounter: [chart.encounter] } : {}), period: { start: date } },
  });
  const spec: DocumentSpec = {
    binaryId,
    kind,
    title: o.title,
    date,
    author: staffRef(author).display,
    ...(rpps ? { rpps } : {}),
    service: serviceRef(o.service).display,
    sections: o.sections,
    format,
    patient: {
      birthName: person.family.toUpperCase(),
      usedName: (person.usedFamily ?? person.family).toUpperCase(),
      given: person.given[0] ?? '',
      birthDate: frenchDate(person.birthDate),
      sex: chart.isMale ? 'M' : 'F',
      ipp: person.ipp,
      ...(person.status === 'QUAL'
        ? { ins: insMatricule(person.sex, person.birthDate, person.birthplace.insee, person.order) }
        : {}),
    },
  };
  pending.set(chart, [...(pending.get(chart) ?? []), { spec, reference }]);
  return reference;
}

/** Draws what `document` announced: size and hash go into the references, the Binary resources come back. */
export async function drawDocuments(chart: Chart): Promise<(Binary & { id: string })[]> {
  const list: (Binary & { id: string })[] = [];
  for (const { spec, reference } of pending.get(chart) ?? []) {
    const bytes = await content(spec),
      attachment = reference.content[0]?.attachment;
    if (attachment) {
      attachment.size = bytes.length;
      attachment.hash = createHash('sha1').update(bytes).digest('base64');
    }
    list.push({
      resourceType: 'Binary',
      id: spec.binaryId,
      ...(reference.meta?.security ? { meta: { security: reference.meta.security } } : {}),
      contentType: attachment?.contentType ?? 'application/pdf',
      securityContext: chart.subject,
      data: bytes.toString('base64'),
    });
  }
  return list;
}

async function content(spec: DocumentSpec): Promise<Buffer> {
  if (spec.format === 'png')
    return renderEcg(
      spec.binaryId,
      spec.title.includes('fibrillation') ? 96 : 68,
      spec.title.includes('fibrillation'),
    );
  if (spec.format === 'text')
    return Buffer.from(
      `${spec.title}\n${frenchDate(spec.date)} — ${spec.author}\n\n${spec.sections.map((s) => `${s.title}\n${s.text ?? ''}`).join('\n\n')}\n`,
      'utf8',
    );
  return renderPdf(spec);
}
