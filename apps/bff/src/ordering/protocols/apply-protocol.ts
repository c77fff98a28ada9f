import {
  ageInMonths,
  civilDateAt,
  convertCommon,
  daysInMonth,
  freshForDays,
  parseIsoDate,
  vitalDefinitions,
} from '@keneyapp/clinical';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { epochMs, latestFirst } from '@keneyapp/fhir-model/dates';
import { isWithdrawn, observedAt } from '@keneyapp/fhir-model/observation/when';
import { readRequest } from '@keneyapp/fhir-model/medication';
import type { OrderTemplate } from '@keneyapp/fhir-model/order-set';
import { patientReference } from '@keneyapp/fhir-model/references';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Observation } from '@medplum/fhirtypes';
import { readPerFeature } from '../../access/read-per-feature.ts';
import type { Answer, ChecksView } from '../../decision-support/checks-view.ts';
import type { Language } from '../../decision-support/words.ts';
import { refuse } from '../../errors.ts';
import { seen } from '../../free-text.ts';
import { oneAtATime } from '../../writing/one-at-a-time.ts';
import { checkLines } from '../check-lines.ts';
import { judgeLines } from '../judge-lines.ts';
import type { LineIssue } from '../line-issue.ts';
import {
  circumstancesOf,
  type Circumstances,
  type OrderContext,
  type ReadContext,
} from '../order-context.ts';
import { orderTask } from '../prescribers/order-tasks.ts';
import { asHeardByNurse, signAs, type SignedView } from '../sign.ts';
import { linesOf } from './judge-protocol.ts';
import { protocolToApply, type ReadProtocol } from './read-protocols.ts';

export interface Application {
  key: string;
  /** As it was read. */
  protocol: { id: string; version: string };
  /** What was found in the patient that it is for. */
  situation: string;
  /** Places of the exclusions that were looked for and are not there. */
  absent: readonly number[];
  answers: readonly Answer[];
}

/**
 * What a written protocol orders, begun by a nurse in the name of the doctor who signed it (code de la santé publique,
 * R4311-7 and R4311-8). What is ordered, how much and by whom is what the protocol says: nothing of it is sent.
 */
export function applyProtocol(ctx: OrderContext, application: Application): Promise<SignedView> {
  const { protocol: asRead, situation, absent, ...rest } = application;
  const sign = () =>
    signAs(ctx, rest, async (now) => {
      const read = await protocolToApply(ctx, asRead, now);
      const { protocol, doctor, unit } = read;
      const unanswered = protocol.exclusions.flatMap((_, i) =>
        absent.includes(i) ? [] : [{ path: ['absent', i], reason: 'not-answered' }],
      );
      const [circumstances, isRunning] = await Promise.all([
        circumstancesOf(ctx, now),
        isApplied(ctx, protocol.canonical, now),
      ]);
      const running = isRunning ? [{ path: ['protocol'], reason: 'already-running' }] : [];
      const weights = await weightIssues(ctx, protocol.lines, circumstances);
      const issues = [...unanswered, ...running, ...weights];
      if (issues.length > 0) refuse(issues);
      const said = noteOn(ctx, read, situation);
      return {
        lines: linesOf(protocol.lines, { now, situation }),
        orderer: doctor.orderer,
        inTheirName: {
          requester: doctor.requester,
          note: said,
          protocol: protocol.canonical,
          task: (orders, at) =>
            orderTask(ctx, {
              kind: 'reread',
              to: { ...unit, role: 'doctor' },
              orders,
              at: at.toISOString(),
              title: `Protocole appliqué par ${ctx.session.displayName}`,
              says: said,
            }),
        },
      };
    });
  // two nurses of one patient at once: the second reads what the first began
  return oneAtATime(ctx.services.locks, `protocol:${ctx.patientId}`, sign);
}

export interface ProtocolCheck {
  checks: ChecksView;
  /** What this patient lacks for it: a weight, a bed here. */
  problems: LineIssue[];
}

/** What decision support says of the orders of a protocol for this patient, and what is missing; nothing is written. */
export async function checkProtocol(
  ctx: ReadContext,
  { protocol: asRead, language }: { protocol: Application['protocol']; language: Language },
): Promise<ProtocolCheck> {
  const now = new Date();
  const [{ protocol }, circumstances] = await Promise.all([
    protocolToApply(ctx, asRead, now),
    circumstancesOf(ctx, now),
  ]);
  const lines = linesOf(protocol.lines, { now, situation: protocol.indication ?? '' });
  const [{ view }, weights, isRunning] = await Promise.all([
    checkLines(ctx, lines, { hook: 'order-select', language }),
    weightIssues(ctx, protocol.lines, circumstances),
    isApplied(ctx, protocol.canonical, now),
  ]);
  const deceased = circumstances.isDeceased ? [{ path: ['lines'], reason: 'deceased' }] : [];
  const running = isRunning ? [{ path: ['protocol'], reason: 'already-running' }] : [];
  const problems = [...deceased, ...running, ...judgeLines(lines, circumstances), ...weights];
  return { checks: asHeardByNurse(view), problems };
}

/** Whether a drug of this very edition runs, or is yet to begin, for the patient, as far as the reader is shown it. */
async function isApplied(ctx: ReadContext, canonical: string, now: Date): Promise<boolean> {
  const params = { patient: patientReference(ctx.patientId), status: 'active,on-hold', _count: 500 };
  const search = { type: 'MedicationRequest', params, feature: 'medications' } as const;
  const { answers, asked } = await readPerFeature(ctx, [search]);
  ctx.auditResources(...asked);
  return matches(orThrow(answers[0]), 'MedicationRequest').some(
    (request) =>
      request.instantiatesCanonical?.includes(canonical) &&
      readRequest(request, () => undefined, now).isCurrent,
  );
}

/** As the record keeps it, and the pages of orders show it. */
function noteOn({ session }: OrderContext, { protocol, doctor }: ReadProtocol, situation: string): string {
  // what steers how a text is drawn would make another protocol of it
  const title = seen(protocol.title);
  const exclusions = protocol.exclusions.map(seen);
  const day = (protocol.signedOn ?? '').split('-').reverse().join('/');
  const signed = `version ${protocol.edition ?? ''}, signé par ${doctor.name ?? 'un médecin'} le ${day}`;
  const excluded = exclusions.length === 0 ? '' : ` – vérifié absent : ${exclusions.join(' ; ')}`;
  return `Selon le protocole « ${title} » (${signed}), appliqué par ${session.displayName} – situation : ${situation}${excluded}`;
}

/** A dose for each kilogram is no quantity without a weight, of so many days as the patient's age allows. */
async function weightIssues(
  ctx: ReadContext,
  lines: readonly OrderTemplate[],
  { now, birthDate }: Circumstances,
): Promise<LineIssue[]> {
  const byWeight = lines.flatMap((line, i) =>
    line.kind === 'drug' && line.regimen.steps.some(({ isPerKilogram }) => isPerKilogram) ? [i] : [],
  );
  if (byWeight.length === 0) return [];
  const params = {
    patient: patientReference(ctx.patientId),
    code: vitalDefinitions.weight.loinc.map((code) => `${systems.loinc}|${code}`).join(','),
    _sort: '-date',
    _count: 20,
  };
  const { answers, asked } = await readPerFeature(ctx, [{ type: 'Observation', params, feature: 'vitals' }]);
  ctx.auditResources(...asked);
  const ageOf = (one: Observation) => now.getTime() - epochMs(observedAt(one).at);
  const [latest] = matches(orThrow(answers[0]), 'Observation')
    .filter((one) => !isWithdrawn(one) && isWeight(one) && ageOf(one) >= 0)
    .sort(latestFirst((one) => observedAt(one).at));
  const freshMs = freshForDays('weight', youngestMonths(birthDate, now)) * 86_400_000;
  const reason = !latest ? 'no-weight' : ageOf(latest) > freshMs ? 'old-weight' : null;
  return reason === null ? [] : byWeight.map((i) => ({ path: ['lines', i, 'weight'], reason }));
}

function isWeight({ valueQuantity }: Observation): boolean {
  const { value, code, unit } = valueQuantity ?? {};
  const kilograms = value === undefined ? null : convertCommon(Number(value), code ?? unit ?? '', 'kg');
  return kilograms !== null && kilograms > 0;
}

/** Of who may be younger than is known, the younger: a weight ages faster. */
function youngestMonths(birthDate: string | null, now: Date): number | null {
  if (birthDate === null) return null;
  const [year = '', month = '12', day] = birthDate.split('-');
  const last = day ?? String(daysInMonth(Number(year), Number(month)));
  const birth = parseIsoDate(`${year}-${month}-${last}`);
  return birth && Math.max(0, ageInMonths(birth, civilDateAt(now)));
}
