import type {
  CarePlan,
  DocumentReference,
  ImagingStudy,
  MedicationRequest,
  MedicationStatement,
  Procedure,
} from '@medplum/fhirtypes';
import { readAllergy } from '@keneyapp/fhir-model/allergy';
import { coded } from '@keneyapp/fhir-model/coded';
import { date, isOver } from '@keneyapp/fhir-model/dates';
import { words } from '@keneyapp/fhir-model/text';
import { nameBehind } from '@keneyapp/fhir-model/names';
import type { Lookup } from '@keneyapp/fhir-model/references';
import { readEncounter } from '@keneyapp/fhir-model/encounter';
import { readImmunization } from '@keneyapp/fhir-model/immunization';
import { readDocument } from '@keneyapp/fhir-model/document';
import { readRequest, readStatement, type MedicationLine } from '@keneyapp/fhir-model/medication';
import { problemDate, readProblem } from '@keneyapp/fhir-model/problem';
import type { AllergyIntolerance, Condition, Encounter, Immunization } from '@medplum/fhirtypes';
import { item, said } from './item.ts';
import type { TimelineItem } from './view.ts';

const wordsOf = (c: { text: string | null } | null | undefined): string | null => c?.text ?? null;

export function encounterItem(encounter: Encounter, lookup: Lookup, now: Date): TimelineItem | null {
  const e = readEncounter(encounter, lookup, now);
  if (e.status === 'entered-in-error') return null;
  return item(`Encounter/${e.id}`, 'encounter', {
    date: e.start,
    end: e.end,
    isCurrent: e.isCurrent,
    class: e.class,
    title: e.type ?? { text: null, codes: [] },
    status: e.status === 'finished' ? null : e.status,
    details: said(
      wordsOf(e.reasons[0]),
      e.place?.service ?? e.place?.text ?? e.organization,
      e.practitioners[0]?.name,
    ),
  });
}

export function problemItem(condition: Condition, lookup: Lookup, now: Date): TimelineItem | null {
  const p = readProblem(condition, lookup, now);
  if (p.verification === 'entered-in-error') return null;
  const isCertain = p.verification === null || p.verification === 'confirmed';
  return item(`Condition/${p.id}`, 'problem', {
    date: problemDate(p),
    end: p.abatement?.start ?? null,
    isCurrent: p.isCurrent,
    title: p.name,
    isDenied: p.verification === 'refuted',
    absence: p.absence && { of: 'problem', ...p.absence },
    // what is not certain is said before what became of it
    status: isCertain ? (p.clinicalStatus === 'active' ? null : p.clinicalStatus) : p.verification,
    details: said(p.verificationText, p.clinicalStatusText, wordsOf(p.bodySite), p.recorder),
  });
}

export function allergyItem(allergy: AllergyIntolerance, lookup: Lookup): TimelineItem | null {
  const a = readAllergy(allergy, lookup);
  if (a.verification === 'entered-in-error') return null;
  const isCertain = a.verification === null || a.verification === 'confirmed';
  return item(`AllergyIntolerance/${a.id}`, 'allergy', {
    date: a.onset?.start ?? a.recordedDate,
    title: a.substance,
    isDenied: a.verification === 'refuted',
    absence: a.absence && { of: 'allergy', ...a.absence },
    status: isCertain ? (a.clinicalStatus === 'active' ? null : a.clinicalStatus) : a.verification,
    details: said(...a.reactions.flatMap((r) => r.manifestations.map(wordsOf))),
  });
}

/** What its dosages say in their own words; the structure is read on the page of treatments. */
const dosageWords = ({ dosages }: MedicationLine): (string | null)[] =>
  dosages.map((d) => d.text ?? d.patientInstruction);

export function requestItem(request: MedicationRequest, lookup: Lookup, now: Date): TimelineItem | null {
  const line = readRequest(request, lookup, now);
  if (line.status === 'entered-in-error' || line.status === 'draft') return null;
  const isOrdered = !['proposal', 'plan', 'option'].includes(line.intent ?? '') || line.isReported;
  return item(`MedicationRequest/${line.id}`, 'medication', {
    date: line.authoredOn ?? line.start,
    title: line.name,
    isCurrent: line.isCurrent,
    isDenied: line.isProhibited,
    absence: line.absence && { of: 'medication', ...line.absence },
    status: line.isProhibited
      ? 'do-not-perform'
      : isOrdered
        ? ['active', 'completed'].includes(line.status)
          ? null
          : line.status
        : line.intent,
    details: said(...dosageWords(line), ...line.statusReasons.map(wordsOf), line.prescriber),
  });
}

export function statementItem(
  statement: MedicationStatement,
  lookup: Lookup,
  now: Date,
): TimelineItem | null {
  const line = readStatement(statement, lookup, now);
  if (line.status === 'entered-in-error') return null;
  return item(`MedicationStatement/${line.id}`, 'medication', {
    date: line.start ?? line.authoredOn,
    end: date(statement.effectivePeriod?.end),
    title: line.name,
    isCurrent: line.isCurrent,
    absence: line.absence && { of: 'medication', ...line.absence },
    status: ['active', 'completed'].includes(line.status) ? null : line.status,
    details: said(...dosageWords(line), ...line.statusReasons.map(wordsOf)),
  });
}

export function procedureItem(procedure: Procedure, lookup: Lookup): TimelineItem | null {
  if (procedure.status === 'entered-in-error') return null;
  return item(`Procedure/${procedure.id}`, 'procedure', {
    date: date(procedure.performedDateTime) ?? date(procedure.performedPeriod?.start),
    end: date(procedure.performedPeriod?.end),
    title: coded(procedure.code),
    status: procedure.status === 'completed' ? null : (procedure.status ?? null),
    details: said(
      coded(procedure.reasonCode?.[0]).text,
      procedure.reasonReference?.[0]?.display,
      nameBehind(procedure.performer?.[0]?.actor, lookup, procedure),
    ),
  });
}

export function immunizationItem(immunization: Immunization, lookup: Lookup): TimelineItem | null {
  const row = readImmunization(immunization, lookup);
  if (row.status === 'entered-in-error') return null;
  return item(`Immunization/${row.id}`, 'immunization', {
    date: row.date,
    title: row.vaccine,
    isDenied: row.status === 'not-done',
    absence: row.absence && { of: 'immunization', ...row.absence },
    status: row.status === 'completed' ? (row.isSubpotent ? 'subpotent' : null) : row.status,
    details: said(
      row.date === null ? row.dateText : null,
      wordsOf(row.statusReason),
      ...row.subpotentReasons.map(wordsOf),
    ),
  });
}

export function imagingItem(study: ImagingStudy): TimelineItem | null {
  if (study.status === 'entered-in-error' || study.status === 'cancelled') return null;
  const uid =
    study.identifier?.find((i) => i.system === 'urn:dicom:uid')?.value?.replace(/^urn:oid:/, '') ?? null;
  const modalities = [
    ...new Set(
      [...(study.modality ?? []), ...(study.series ?? []).flatMap((s) => s.modality ?? [])].flatMap(
        (m) => m.code ?? [],
      ),
    ),
  ];
  return item(`ImagingStudy/${study.id}`, 'imaging', {
    date: date(study.started),
    title: {
      text:
        words(study.description) ??
        coded(study.procedureCode?.[0]).text ??
        words(study.series?.[0]?.description) ??
        (modalities.join(', ') || null),
      codes: [],
    },
    studyUid: uid,
    details: said(modalities.join(', ')),
  });
}

export function documentItem(document: DocumentReference, lookup: Lookup): TimelineItem | null {
  const d = readDocument(document, lookup);
  if (!d) return null;
  return item(`DocumentReference/${d.id}`, 'document', {
    date: d.date,
    title: d.title ? { text: d.title, codes: [] } : d.type,
    details: said(d.title ? wordsOf(d.type) : null, d.authors[0]),
    status: d.status === 'superseded' ? 'superseded' : d.docStatus === 'final' ? null : d.docStatus,
  });
}

export function planItem(plan: CarePlan, now: Date): TimelineItem | null {
  if (plan.status === 'entered-in-error') return null;
  const end = date(plan.period?.end);
  return item(`CarePlan/${plan.id}`, 'plan', {
    date: date(plan.period?.start) ?? date(plan.created),
    end,
    isCurrent: plan.status === 'active' && !isOver(end, now),
    title: {
      text:
        words(plan.title) ??
        plan.category
          ?.map((c) => coded(c).text)
          .filter(Boolean)
          .at(-1) ??
        null,
      codes: [],
    },
    details: said(
      ...(plan.activity ?? [])
        .filter((a) => a.detail?.doNotPerform !== true)
        .slice(0, 3)
        .map((a) => coded(a.detail?.code).text),
    ),
  });
}
