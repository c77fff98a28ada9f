import type {
  CarePlan,
  DocumentReference,
  ImagingStudy,
  MedicationRequest,
  MedicationStatement,
  Procedure,
} from '@medplum/fhirtypes';
import { readAllergy } from '@keneyapp/fhir-model/allergy';
import { coded, codedOrNull } from '@keneyapp/fhir-model/coded';
import { date, isOver } from '@keneyapp/fhir-model/dates';
import { words } from '@keneyapp/fhir-model/text';
import { nameBehind } from '@keneyapp/fhir-model/names';
import type { Lookup } from '@keneyapp/fhir-model/references';
import { readEncounter } from '@keneyapp/fhir-model/encounter';
import { readImmunization } from '@keneyapp/fhir-model/immunization';
import { readRequest, readStatement } from '@keneyapp/fhir-model/medication';
import { readProblem } from '@keneyapp/fhir-model/problem';
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
  return item(`Condition/${p.id}`, 'problem', {
    date: p.onset?.start ?? p.recordedDate,
    end: p.abatement?.start ?? null,
    isCurrent: p.isCurrent,
    title: p.name,
    status: p.clinicalStatus === 'active' ? null : p.clinicalStatus,
    details: said(wordsOf(p.bodySite), p.recorder),
  });
}

export function allergyItem(allergy: AllergyIntolerance, lookup: Lookup): TimelineItem | null {
  const a = readAllergy(allergy, lookup);
  const at = date(allergy.onsetDateTime) ?? date(allergy.onsetPeriod?.start) ?? date(allergy.recordedDate);
  return allergy.verificationStatus?.coding?.some((c) => c.code === 'entered-in-error')
    ? null
    : item(`AllergyIntolerance/${allergy.id}`, 'allergy', {
        date: at,
        title: a.substance,
        details: said(...a.reactions.flatMap((r) => r.manifestations.map(wordsOf))),
      });
}

export function requestItem(request: MedicationRequest, lookup: Lookup, now: Date): TimelineItem | null {
  if (request.status === 'entered-in-error' || request.status === 'draft') return null;
  const line = readRequest(request, lookup, now);
  return item(`MedicationRequest/${request.id}`, 'medication', {
    date: date(request.authoredOn),
    title: line.name,
    isCurrent: line.isCurrent,
    status: request.status === 'active' || request.status === 'completed' ? null : (request.status ?? null),
    details: said(
      request.dosageInstruction?.[0]?.text?.trim(),
      nameBehind(request.requester, lookup, request),
    ),
  });
}

export function statementItem(
  statement: MedicationStatement,
  lookup: Lookup,
  now: Date,
): TimelineItem | null {
  if (statement.status === 'entered-in-error') return null;
  const line = readStatement(statement, lookup, now);
  return item(`MedicationStatement/${statement.id}`, 'medication', {
    date:
      date(statement.effectiveDateTime) ??
      date(statement.effectivePeriod?.start) ??
      date(statement.dateAsserted),
    end: date(statement.effectivePeriod?.end),
    title: line.name,
    isCurrent: line.isCurrent,
    details: said(statement.dosage?.[0]?.text?.trim()),
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
  if (immunization.status === 'entered-in-error') return null;
  const row = readImmunization(immunization, lookup);
  return item(`Immunization/${immunization.id}`, 'immunization', {
    date: row.date,
    title: coded(immunization.vaccineCode),
    status: immunization.status === 'completed' ? null : (immunization.status ?? null),
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
  if (document.status === 'entered-in-error') return null;
  const type = codedOrNull(document.type) ?? codedOrNull(document.category?.[0]);
  const title = words(document.description) ?? words(document.content?.[0]?.attachment?.title);
  return item(`DocumentReference/${document.id}`, 'document', {
    date: date(document.date) ?? date(document.content?.[0]?.attachment?.creation),
    title: title ? { text: title, codes: [] } : (type ?? { text: null, codes: [] }),
    details: said(title ? wordsOf(type) : null, nameBehind(document.author?.[0], lookup, document)),
    status: document.docStatus && document.docStatus !== 'final' ? document.docStatus : null,
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
    details: said(...(plan.activity ?? []).slice(0, 3).map((a) => coded(a.detail?.code).text)),
  });
}
