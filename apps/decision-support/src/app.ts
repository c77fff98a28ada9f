import { createHash, timingSafeEqual } from 'node:crypto';
import type { Bundle } from '@medplum/fhirtypes';
import Fastify, {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { z } from 'zod';
import { cardOf } from './cards.ts';
import { readCase, type Handed } from './case/read-case.ts';
import type { DecisionSupportEnv } from './env.ts';
import type { Language } from './findings.ts';
import { discovery, hookOf, requestSchema, type HookRequest } from './hooks.ts';
import { LoadedInteractions } from './knowledge/loaded.ts';
import { ruleData } from './knowledge/rule-data.ts';
import { check, checkRunning } from './rules/all.ts';
import { notChecked } from './rules/rule.ts';

type Settings = Pick<
  DecisionSupportEnv,
  'CDS_TOKEN' | 'DECISION_SUPPORT_DATA' | 'RENAL_DOSE_EQUATION' | 'RENAL_DAYS' | 'LOG_LEVEL'
>;

/** A server of CDS Hooks 2.0 (https://cds-hooks.hl7.org/2.0/). It keeps nothing of what it is asked, and logs nothing of it. */
export function createApp(env: Settings): FastifyInstance {
  const app = Fastify({
    logger: { level: env.LOG_LEVEL, redact: ['req.headers', 'res.headers'] },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 8 * 1024 * 1024,
    forceCloseConnections: true,
  });
  const interactions = new LoadedInteractions(env.DECISION_SUPPORT_DATA, (error) =>
    app.log.error({ err: error }, 'the list of interactions cannot be read; the former one stays'),
  );
  const settings = { doseEquation: env.RENAL_DOSE_EQUATION, renalDays: env.RENAL_DAYS };

  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) app.log.error({ err: { name: error.name, stack: error.stack } }, 'not answered');
    const message =
      status === 413
        ? 'The request is too large'
        : status < 500
          ? 'The request is not JSON'
          : 'Internal error';
    void reply.status(status).send({ error: message });
  });
  app.setNotFoundHandler((_request, reply) => reply.status(404).send({ error: 'There is no such service' }));

  // public by the specification: it says what there is, and nothing of anybody
  app.get('/cds-services', async (request) => {
    const { file, size } = await interactions.current();
    const { title, publisher, date, isSample } = file;
    return discovery(languageOf(request), { title, publisher, date, isSample, size });
  });
  app.get('/health', async () => {
    const { file, size } = await interactions.current();
    return { status: 'ok', interactions: { ...file, pairs: size } };
  });

  app.post<{ Params: { id: string } }>('/cds-services/:id', async (request, reply) => {
    const hook = hookOf(request.params.id);
    if (!hook) return refuse(reply, 404, `There is no service “${request.params.id.slice(0, 80)}”`);
    if (!isEntitled(request, env.CDS_TOKEN))
      return refuse(reply, 401, 'The bearer token is missing or wrong');
    const parsed = requestSchema.safeParse(request.body);
    if (!parsed.success) return refuse(reply, 400, wordsOf(parsed.error));
    const asked = parsed.data;
    if (asked.hook !== hook)
      return refuse(reply, 400, `hook is “${asked.hook}”, this service answers “${hook}”`);
    if (hook !== 'patient-view' && !asked.context.draftOrders)
      return refuse(reply, 400, 'context.draftOrders: the orders to be checked are missing');
    const language = languageOf(request);
    const asOf = asked.extension?.['https://keneyapp.example/cds-hooks/as-of'];
    const of = readCase(draftsOf(asked), handedOf(asked), asOf === undefined ? new Date() : new Date(asOf));
    const isView = hook === 'patient-view';
    const findings = (isView ? checkRunning : check)(
      of,
      { data: ruleData, interactions: await interactions.current(), settings },
      (rule, error) =>
        app.log.error({ err: { name: String(error instanceof Error && error.name) }, rule }, 'a rule failed'),
    );
    // what is asked of a chart is told; that drugs were not handed over is no silence either
    const missing =
      isView && of.current === null
        ? [
            notChecked(
              'current',
              [],
              { fr: 'Traitements en cours', en: 'Current drugs' },
              { fr: 'Ils n’ont pas été transmis.', en: 'They were not handed over.' },
            ),
          ]
        : [];
    return { cards: [...missing, ...findings].map((finding) => cardOf(finding, language, !isView)) };
  });
  /** Feedback of the specification: what was done with a card stands in the client's record; it is taken and not kept. */
  app.post<{ Params: { id: string } }>('/cds-services/:id/feedback', (request, reply) => {
    if (!hookOf(request.params.id)) return refuse(reply, 404, 'There is no such service');
    if (!isEntitled(request, env.CDS_TOKEN))
      return refuse(reply, 401, 'The bearer token is missing or wrong');
    return reply.status(200).send({});
  });
  return app;
}

const refuse = (reply: FastifyReply, status: number, error: string): FastifyReply =>
  reply.status(status).send({ error });

/** Where it is wrong and why, never what was sent. */
const wordsOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ');

/** Compared by their digests: as long as each other, and in the same time whatever they share. */
function isEntitled({ headers }: FastifyRequest, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${token}`));
}

const languageOf = ({ headers }: FastifyRequest): Language =>
  /^en\b/i.test(headers['accept-language'] ?? '') ? 'en' : 'fr';

const empty: Bundle = { resourceType: 'Bundle', type: 'collection' };
const draftsOf = ({ context }: HookRequest): Bundle => (context.draftOrders as Bundle | undefined) ?? empty;

/** A page that has another one after it is not all of it: what is asked of the whole is not answered by a part. */
function handedOf({ prefetch }: HookRequest): Handed {
  const bundle = (key: string, isWhole = true): Bundle | null => {
    const handed = prefetch[key];
    // `null` is how an empty search may be handed over
    if (handed === null) return empty;
    if (handed?.resourceType !== 'Bundle') return null;
    const found = handed as unknown as Bundle;
    return isWhole && found.link?.some(({ relation }) => relation === 'next') ? null : found;
  };
  const patient = prefetch['patient'];
  return {
    patient: patient?.resourceType === 'Patient' ? (patient as unknown as Handed['patient']) : null,
    medications: bundle('medications'),
    statements: bundle('statements'),
    allergies: bundle('allergies'),
    conditions: bundle('conditions'),
    // the latest are enough
    kidney: bundle('kidney', false),
    weight: bundle('weight', false),
    pregnancy: bundle('pregnancy', false),
  };
}
