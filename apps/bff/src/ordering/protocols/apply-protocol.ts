import { freshForDays, vitalDefinitions } from '@keneyapp/clinical';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { epochMs, latestFirst } from '@keneyapp/fhir-model/dates';
import { isWithdrawn, observedAt } from '@keneyapp/fhir-model/observation/when';
import type { OrderTemplate } from '@keneyapp/fhir-model/order-set';
import { patientReference } from '@keneyapp/fhir-model/references';
import { systems } from '@keneyapp/fhir-model/systems';
import { readPerFeature } from '../../access/read-per-feature.ts';
import type { Answer, ChecksView } from '../../decision-support/checks-view.ts';
import type { Language } from '../../decision-support/words.ts';
import { refuse } from '../../errors.ts';
import { checkLines } from '../check-lines.ts';
import { judgeLines } from '../judge-lines.ts';
import type { LineIssue } from '../line-issue.ts';
import { circumstancesOf, type OrderContext, type ReadContext } from '../order-context.ts';
import { orderTask } from '../prescribers/order-tasks.ts';
import { signAs, type SignedView } from '../sign.ts';
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
  return signAs(ctx, rest, async (now) => {
    const read = await protocolToApply(ctx, asRead, now);
    const { protocol, doctor, unit } = read;
    const unanswered = protocol.exclusions.flatMap((_, i) =>
      absent.includes(i) ? [] : [{ path: ['absent', i], reason: 'not-answered' }],
    );
    const issues = [...unanswered, ...(await weightIssues(ctx, protocol.lines, now))];
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
  const [{ view }, weights] = await Promise.all([
    checkLines(ctx, lines, { hook: 'order-select', language }),
    weightIssues(ctx, protocol.lines, now),
  ]);
  const deceased = circumstances.isDeceased ? [{ path: ['lines'], reason: 'deceased' }] : [];
  return { checks: view, problems: [...deceased, ...judgeLines(lines, circumstances), ...weights] };
}

/** As the record keeps it, and the pages of orders show it. */
function noteOn({ session }: OrderContext, { protocol, doctor }: ReadProtocol, situation: string): string {
  const day = (protocol.signedOn ?? '').split('-').reverse().join('/');
  const signed = `version ${protocol.edition ?? ''}, signé par ${doctor.name ?? 'un médecin'} le ${day}`;
  const excluded =
    protocol.exclusions.length === 0 ? '' : ` – vérifié absent : ${protocol.exclusions.join(' ; ')}`;
  return `Selon le protocole « ${protocol.title} » (${signed}), appliqué par ${session.displayName} – situation : ${situation}${excluded}`;
}

/** A dose for each kilogram is no quantity without a weight of these days. */
async function weightIssues(
  ctx: ReadContext,
  lines: readonly OrderTemplate[],
  now: Date,
): Promise<LineIssue[]> {
  const byWeight = lines.flatMap((line, i) =>
    line.kind === 'drug' && line.regimen.steps.some(({ isPerKilogram }) => isPerKilogram) ? [i] : [],
  );
  if (byWeight.length === 0) return [];
  const params = {
    patient: patientReference(ctx.patientId),
    code: vitalDefinitions.weight.loinc.map((code) => `${systems.loinc}|${code}`).join(','),
    _sort: '-date',
    _count: 5,
  };
  const { answers, asked } = await readPerFeature(ctx, [{ type: 'Observation', params, feature: 'vitals' }]);
  ctx.auditResources(...asked);
  const [latest] = matches(orThrow(answers[0]), 'Observation')
    .filter((one) => !isWithdrawn(one) && one.valueQuantity?.value !== undefined)
    .sort(latestFirst((one) => observedAt(one).at));
  const age = latest ? now.getTime() - epochMs(observedAt(latest).at) : null;
  const freshMs = freshForDays('weight', null) * 86_400_000;
  const reason = age === null ? 'no-weight' : age > freshMs ? 'old-weight' : null;
  return reason === null ? [] : byWeight.map((i) => ({ path: ['lines', i, 'weight'], reason }));
}
