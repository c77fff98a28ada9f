import { randomUUID } from 'node:crypto';
import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Bundle, MedicationRequest, Resource } from '@medplum/fhirtypes';
import type { Services } from '../../context.ts';
import { asOfExtension, rulesExtension, type Card } from '../cds-hooks.ts';
import { identified } from '../identify.ts';
import { asOf, searchesFor } from './chart-at.ts';
import { Signers } from './signers.ts';
import { Tally } from './tally.ts';

/** Charts that are read at a time, and how many orders at most. */
const [chartsAtOnce, maxOrders] = [4, 20_000];
/** Beside the answers of the FHIR server it rests as long as they took, and at least so long. */
const restMs = 50;

type Rehearsing = Pick<Services, 'terminology' | 'decisionSupport'> & {
  fhir: FhirClient;
  from: Date;
  /** After each few charts; false: it goes on no further. */
  progress(at: { done: number; all: number; isPartial: boolean; tally: Tally }): Promise<boolean>;
};

interface Signature {
  at: Date;
  requester: string | undefined;
  orders: MedicationRequest[];
}
type Service = Extract<
  Awaited<ReturnType<Services['decisionSupport']['discover']>>[number],
  { services: unknown }
>['services'][number];

/**
 * Asks the services that name their rules about every signature since a day, as the chart was then. It reads alone; the cards are
 * counted and thrown away. True where it came to the end; it throws where a service that was asked answered nothing at all: its
 * rules were not rehearsed.
 */
export async function rehearse({
  fhir,
  terminology,
  decisionSupport,
  from,
  progress,
}: Rehearsing): Promise<boolean> {
  const found = await decisionSupport.discover(performance.now() + decisionSupport.timeoutMs);
  const services = found.flatMap((server) =>
    'failure' in server
      ? []
      : server.services
          .filter(({ hook, extension }) => hook === 'order-sign' && extension?.[rulesExtension])
          .map((service) => ({ service, ask: server.ask })),
  );
  if (services.length === 0) throw new Error('no service of decision support names its rules');
  const orders = await fhir.searchAll(
    'MedicationRequest',
    { authoredon: `ge${from.toISOString()}`, _count: 200 },
    maxOrders,
  );
  const byPatient = Map.groupBy(orders.filter(isSigned), ({ subject }) => subject.reference ?? '');
  const patients = [...byPatient].filter(([reference]) => /^Patient\/[\w.-]+$/.test(reference));
  const [tally, signers] = [new Tally(), new Signers(fhir)];
  const [wereAsked, answered] = [new Set<Service>(), new Set<Service>()];
  const isPartial = orders.length >= maxOrders;
  const report = (done: number) => progress({ done, all: patients.length, isPartial, tally });
  if (!(await report(0))) return false;
  for (let at = 0; at < patients.length; at += chartsAtOnce) {
    const some = patients.slice(at, at + chartsAtOnce);
    const began = performance.now();
    await signers.read(some.flatMap(([, own]) => own.flatMap(({ requester }) => requester?.reference ?? [])));
    for (const { service, ask } of services) {
      const charts = await chartsOf(
        fhir,
        service,
        some.map(([reference]) => reference.slice('Patient/'.length)),
      );
      for (const [i, [reference, own]] of some.entries())
        for (const signature of signaturesOf(own)) {
          const asked = await bodyOf({ signature, reference, chart: charts[i] ?? {}, terminology });
          const until = performance.now() + decisionSupport.timeoutMs;
          const answer = await ask(service, asked, { language: 'fr', until });
          wereAsked.add(service);
          if ('cards' in answer) answered.add(service);
          const [cards, failures]: [Card[], string[]] =
            'failure' in answer ? [[], [failureWords[answer.failure]]] : [answer.cards, []];
          tally.add(cards, failures, signature.orders.length, signers.of(signature.requester));
        }
    }
    if (!(await report(Math.min(at + chartsAtOnce, patients.length)))) return false;
    const took = performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, Math.max(restMs, took)).unref());
  }
  if (answered.size < wereAsked.size) throw new Error('a service of decision support answered nothing');
  return true;
}

const failureWords = {
  unreachable: 'Le service ne répond pas.',
  timeout: 'Le service n’a pas répondu à temps.',
  'bad-answer': 'La réponse du service n’est pas lisible.',
} as const;

const isSigned = ({ intent, status, authoredOn }: MedicationRequest): boolean =>
  intent === 'order' && authoredOn !== undefined && !['draft', 'entered-in-error'].includes(status ?? '');

/** What was signed together: by its group, else each alone. */
function signaturesOf(orders: readonly MedicationRequest[]): Signature[] {
  const groups = Map.groupBy(
    orders,
    ({ groupIdentifier, id }) => groupIdentifier?.value ?? `alone ${id ?? ''}`,
  );
  return [...groups.values()].map((of) => ({
    at: new Date(of[0]?.authoredOn ?? ''),
    requester: of[0]?.requester?.reference,
    orders: of,
  }));
}

type Chart = Record<string, Resource>;
async function chartsOf(fhir: FhirClient, { prefetch }: Service, ids: readonly string[]): Promise<Chart[]> {
  const asked = ids.map((id) => searchesFor(prefetch, id));
  const answers = await fhir.batchSearch(asked.flat());
  let at = 0;
  return asked.map((searches) => {
    const chart: Chart = {};
    for (const { key, isRead } of searches) {
      const answer = answers[at++];
      // what could not be read is not handed over, and the service says so
      if (!answer || answer instanceof FhirError) continue;
      const one = isRead ? answer.entry?.[0]?.resource : answer;
      if (one) chart[key] = one;
    }
    return chart;
  });
}

interface Body {
  signature: Signature;
  reference: string;
  chart: Chart;
  terminology: Services['terminology'];
}
async function bodyOf({ signature: { at, orders }, reference, chart, terminology }: Body): Promise<object> {
  const own = new Set(orders.map(({ id }) => id));
  const then = Object.entries(chart).map(async ([key, one]) => {
    const of = one.resourceType === 'Bundle' ? asOf(one as Bundle, at, ({ id }) => own.has(id)) : one;
    return [key, await identified(of, terminology)] as const;
  });
  const drafts = orders.map(async (order, line) => ({
    // whatever became of it since: then it was about to be signed
    resource: { ...(await identified(order, terminology)), status: 'active', id: `line-${line}` },
  }));
  return {
    hook: 'order-sign',
    hookInstance: randomUUID(),
    extension: { [asOfExtension]: at.toISOString() },
    context: {
      userId: 'rehearsal',
      patientId: reference.slice('Patient/'.length),
      draftOrders: { resourceType: 'Bundle', type: 'collection', entry: await Promise.all(drafts) },
      selections: orders.map((_, line) => `MedicationRequest/line-${line}`),
    },
    prefetch: Object.fromEntries(await Promise.all(then)),
  };
}
