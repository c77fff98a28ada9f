import { patientReference } from '@keneyapp/fhir-model/references';
import type { CodeableConcept, Immunization } from '@medplum/fhirtypes';
import { refuse } from '../../errors.ts';
import {
  authorOf,
  changeStatement,
  checkPastDate,
  noteOf,
  recordStatement,
  renamed,
  statusOf,
  withFirstNote,
  type ChangedStatement,
  type StatementContext,
} from '../../statements.ts';
import type { StatementChange } from '../../statement-input.ts';
import { conceptOf } from '../../terminology/coded-input.ts';
import { notDoneReasons, sites, type ChangeInput, type RecordInput } from './schema.ts';

/** As it is read where codes are not translated. */
const siteWords: Record<(typeof sites)[number], string> = {
  LA: 'Bras gauche',
  RA: 'Bras droit',
  LT: 'Cuisse gauche',
  RT: 'Cuisse droite',
  BN: 'Fesse',
};
const reasonWords: Record<(typeof notDoneReasons)[number], string> = {
  PATOBJ: 'Refus du patient',
  MEDPREC: 'Contre-indication',
  IMMUNE: 'Déjà immunisé',
  OSTOCK: 'Vaccin indisponible',
};
const worded = (system: string, code: string, text: string): CodeableConcept => ({
  ...statusOf(system, code),
  text,
});
/** FHIR has no vaccination without a date: where nobody knows it, these are the words that stand for it. */
const unknownDate = 'Date inconnue';

type Fields = Omit<RecordInput, 'key' | 'coded'>;

/** Writes a vaccination that was given, here or elsewhere, or that was not, and why. */
export async function record(ctx: StatementContext, input: RecordInput): Promise<ChangedStatement> {
  const now = new Date();
  await check(ctx, input, now);
  const { concept, meta } = await conceptOf(
    ctx.services.terminology,
    'Immunization.vaccineCode',
    input.coded,
  );
  const made = { resourceType: 'Immunization', ...(meta.tag ? { meta } : {}) } as Immunization;
  return recordStatement(ctx, input.key, {
    ...said(ctx, made, input),
    vaccineCode: concept,
    patient: { reference: patientReference(ctx.patientId) },
    recorded: now.toISOString(),
    ...(input.note ? { note: [noteOf(ctx, input.note, now)] } : {}),
  });
}

/** It is said otherwise: what the person changed, and nothing else of it. */
export async function change(ctx: StatementContext, input: ChangeInput): Promise<ChangedStatement> {
  const { coded, note, ...fields } = input.changes;
  const now = new Date();
  const named = coded && (await conceptOf(ctx.services.terminology, 'Immunization.vaccineCode', coded));
  await check(ctx, fields, now);
  return changeStatement(ctx, 'Immunization', { ...input, reason: '' }, (stored) => {
    const { code: vaccineCode, meta } = named ? renamed(stored, named) : {};
    const changed = said(ctx, stored, fields);
    if (changed.primarySource === true && changed.status === 'completed' && !changed.occurrenceDateTime)
      refuse([{ path: ['date'], reason: 'needed' }]);
    return {
      ...changed,
      ...(vaccineCode ? { vaccineCode, ...(meta ? { meta } : {}) } : {}),
      ...(note === undefined ? {} : withFirstNote(ctx, stored, note, now)),
    };
  });
}

/** It should never have been written. */
export const markEnteredInError = (
  ctx: StatementContext,
  input: StatementChange,
): Promise<ChangedStatement> =>
  changeStatement(ctx, 'Immunization', input, (stored) => ({ ...stored, status: 'entered-in-error' }));

async function check(ctx: StatementContext, fields: Partial<Fields>, now: Date): Promise<void> {
  if (fields.date) await checkPastDate(ctx, 'date', fields.date, now);
  // what oneself has given has a day
  if (fields.source === 'here' && fields.notDone === null && (fields.date?.length ?? 0) < 10)
    refuse([{ path: ['date'], reason: 'needed' }]);
}

/** A vaccination with what is said of it; what is left out stays. */
function said(ctx: StatementContext, stored: Immunization, fields: Partial<Fields>): Immunization {
  const { notDone, source, date, lot, expiry, dose, site } = fields;
  const next: Immunization = { ...stored };
  if (notDone !== undefined) {
    next.status = notDone === null ? 'completed' : 'not-done';
    if (notDone === null) delete next.statusReason;
    else next.statusReason = worded('v3-ActReason', notDone, reasonWords[notDone]);
  }
  if (source !== undefined) {
    next.primarySource = source === 'here';
    delete next.reportOrigin;
    delete next.performer;
    if (source === 'here') next.performer = [{ function: statusOf('v2-0443', 'AP'), actor: authorOf(ctx) }];
    else next.reportOrigin = statusOf('immunization-origin', source);
  }
  if (date !== undefined) {
    delete next.occurrenceDateTime;
    delete next.occurrenceString;
    if (date === null) next.occurrenceString = unknownDate;
    else next.occurrenceDateTime = date;
  }
  if (lot === '') delete next.lotNumber;
  else if (lot !== undefined) next.lotNumber = lot;
  if (expiry === null) delete next.expirationDate;
  else if (expiry !== undefined) next.expirationDate = expiry;
  if (site === null) delete next.site;
  else if (site !== undefined) next.site = worded('v3-ActSite', site, siteWords[site]);
  if (dose !== undefined) setDose(next, dose);
  return next;
}

/** The number of its first schedule; what else that says (series, disease) stays. */
function setDose(next: Immunization, dose: string): void {
  const [was = {}, ...others] = next.protocolApplied ?? [];
  const { doseNumberPositiveInt: _n, doseNumberString: _s, ...first } = was;
  const number = /^[1-9]\d?$/.test(dose)
    ? { doseNumberPositiveInt: Number(dose) }
    : // FHIR has no schedule without the number of its dose
      { doseNumberString: dose || 'Non précisé' };
  const isEmpty = dose === '' && Object.keys(first).length === 0;
  const all = isEmpty ? others : [{ ...first, ...number }, ...others];
  if (all.length > 0) next.protocolApplied = all;
  else delete next.protocolApplied;
}
