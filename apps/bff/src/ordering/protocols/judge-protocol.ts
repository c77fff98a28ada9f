import { isIsoDay } from '@keneyapp/clinical';
import { epochMs, isOver } from '@keneyapp/fhir-model/dates';
import { dayOf, momentOf } from '@keneyapp/fhir-model/hospital-days';
import type { OrderTemplate } from '@keneyapp/fhir-model/order-set';
import type { Protocol } from '@keneyapp/fhir-model/protocol';
import { z } from 'zod';
import { judgeLines } from '../judge-lines.ts';
import { orderTemplate, type OrderLine } from '../order-lines.ts';

/** Why a protocol is applied by nobody, whoever the patient is. */
export type ProtocolProblem =
  | 'retired'
  | 'unsigned'
  | 'undated'
  | 'signer-left'
  | 'expired'
  | 'not-yet'
  | 'no-edition'
  | 'no-indication'
  | 'superseded'
  | 'not-whole'
  | 'leaves-hospital'
  | 'no-quantity';

const templates = z.array(orderTemplate).min(1).max(50);

interface Judging {
  now: Date;
  /** Whoever signed it is a doctor of the house who orders everything alone. */
  hasSigner: boolean;
}

/**
 * What keeps a protocol from being one: it is written, qualitative and quantitative, dated and signed by a doctor (code de la
 * santé publique, R4311-7); null of one that can be applied.
 */
export function problemOfProtocol(protocol: Protocol, { now, hasSigner }: Judging): ProtocolProblem | null {
  const { isActive, title, indication, canonical, signer, signedOn, from, until, lines } = protocol;
  const today = dayOf(now);
  if (!isActive) return 'retired';
  if (signer === null) return 'unsigned';
  if (signedOn === null || !isIsoDay(signedOn)) return 'undated';
  if (isOver(until, now)) return 'expired';
  if (signedOn > today || epochMs(from) > now.getTime()) return 'not-yet';
  if (!hasSigner) return 'signer-left';
  if (canonical === null) return 'no-edition';
  if (indication === null) return 'no-indication';
  const read = templates.safeParse(lines);
  if (!read.success || title === '') return 'not-whole';
  // what is given outside of the hospital has a paper, and a doctor who sees the patient
  if (read.data.some((line) => line.kind === 'drug' && line.setting !== 'inpatient'))
    return 'leaves-hospital';
  const issues = judgeLines(linesOf(read.data, { now, situation: indication }), { today, isInHouse: true });
  return issues.length > 0 ? 'no-quantity' : null;
}

/** Whether another one of the same address holds by now: signed later, or of the same edition and so of the same name. */
export const isSuperseded = (one: Protocol, all: readonly Protocol[], now: Date): boolean =>
  all.some(
    (other) =>
      other.id !== one.id &&
      other.isActive &&
      other.url === one.url &&
      (other.signedOn ?? '') <= dayOf(now) &&
      !(epochMs(other.from) > now.getTime()) &&
      (other.edition === one.edition || (other.signedOn ?? '') >= (one.signedOn ?? '')),
  );

/** The orders of a protocol, as written: what the patient is asked nothing of begins now. */
export function linesOf(
  lines: readonly OrderTemplate[],
  { now, situation }: { now: Date; situation: string },
): OrderLine[] {
  return lines.map((template): OrderLine => {
    const begun = { act: 'new' as const, start: startOf(template, now), note: '' };
    return template.kind === 'drug'
      ? { ...template, ...begun, reason: '' }
      : // whoever looks or advises is told why
        {
          ...template,
          ...begun,
          reason: template.category === 'imaging' || template.category === 'advice' ? situation : '',
        };
  });
}

/** A day; what lasts for hours begins at its moment. */
function startOf(template: OrderTemplate, now: Date): string {
  const durations =
    template.kind === 'drug' ? template.regimen.steps.map(({ duration }) => duration) : [template.duration];
  const isOfHours = durations.some((one) => one?.unit === 'h' || one?.unit === 'min');
  return isOfHours ? momentOf(now) : dayOf(now);
}
