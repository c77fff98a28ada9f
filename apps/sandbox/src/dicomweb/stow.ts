import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkFile, isUid } from './check-file.ts';
import { asPart10 } from './part10.ts';
import { DicomError } from './parse.ts';
import { boundaryOf, MultipartError, readParts } from './multipart.ts';
import { retrieveUrl } from './levels.ts';
import { chooseType, jsonTypes } from './media.ts';
import { failure, StoreRefusal, type DicomStore } from './store.ts';

/** One object may not be larger than this, nor the disk's patience. */
export interface StowLimits {
  objectBytes: number;
  objects: number;
}
const defaultLimits: StowLimits = { objectBytes: 4 * 1024 ** 3, objects: 10_000 };

interface Outcome {
  sopClass: string;
  instance: string;
  study: string;
  series: string;
  refusal: StoreRefusal | null;
}

/**
 * STOW-RS, PS3.18 10.5. 200 all kept, 202 some, 409 none, 400 no multipart message, 413 too much, 415 another media type.
 * Each refused part says why in ErrorComment (0000,0902), beginning with its number: `part 3: …`.
 */
export function stowRoutes(
  app: FastifyInstance,
  store: DicomStore,
  base: string,
  limits: StowLimits = defaultLimits,
): void {
  app.addContentTypeParser(/^multipart\/related/i, (_request, payload, done) => done(null, payload));
  app.addContentTypeParser(/^application\/dicom/i, (_request, payload, done) => done(null, payload));
  const options = { bodyLimit: Number.MAX_SAFE_INTEGER };
  app.post('/studies', options, (request, reply) => receive(request, reply, null));
  app.post<{ Params: { study: string } }>('/studies/:study', options, (request, reply) =>
    receive(request, reply, request.params.study),
  );

  async function receive(
    request: FastifyRequest,
    reply: FastifyReply,
    study: string | null,
  ): Promise<unknown> {
    if (study !== null && !isUid(study)) return reply.code(400).send({ error: 'not a UID' });
    const type = request.headers['content-type'] ?? '';
    const boundary = boundaryOf(type);
    if (!boundary || !/type="?application\/dicom"?\s*(;|$)/i.test(type))
      return reply.code(415).send({ error: 'multipart/related; type="application/dicom" is expected' });
    // asked before anything is stored
    const answered = chooseType(request.headers.accept, jsonTypes);
    if (!answered) return reply.code(406).send({ error: 'the answer is application/dicom+json' });
    const outcomes: Outcome[] = [];
    try {
      for await (const part of readParts(request.body as Readable, boundary)) {
        if (outcomes.length >= limits.objects)
          return reply.code(413).send({ error: `more than ${limits.objects} objects` });
        outcomes.push(await keepPart(part.body, outcomes.length + 1, study));
      }
    } catch (error) {
      if (!(error instanceof MultipartError)) throw error;
      // What was complete is kept; the answer tells both.
      if (outcomes.length === 0) return reply.code(400).send({ error: error.message });
      outcomes.push({
        sopClass: '',
        instance: '',
        study: '',
        series: '',
        refusal: new StoreRefusal(failure.notUnderstood, error.message),
      });
    }
    if (outcomes.length === 0) return reply.code(400).send({ error: 'no object in the body' });
    const failed = outcomes.filter((o) => o.refusal).length;
    return reply
      .code(failed === 0 ? 200 : failed === outcomes.length ? 409 : 202)
      .type(answered)
      .send(Buffer.from(JSON.stringify(answer(outcomes, base))));
  }

  async function keepPart(
    body: AsyncGenerator<Buffer>,
    number: number,
    study: string | null,
  ): Promise<Outcome> {
    const upload = store.temporaryFile(),
      normalised = `${upload}.dcm`;
    const outcome: Outcome = { sopClass: '', instance: '', study: '', series: '', refusal: null };
    try {
      await writeUpload(body, upload, limits.objectBytes);
      let object = await checkFile(upload);
      const isBare = object.bareFrom !== null;
      if (object.bareFrom !== null) {
        await asPart10(upload, object.bareFrom, normalised, object);
        object = await checkFile(normalised);
      }
      Object.assign(outcome, {
        sopClass: object.sopClass,
        instance: object.instance,
        study: object.study,
        series: object.series,
      });
      await store.keep(isBare ? normalised : upload, object, study);
    } catch (error) {
      outcome.refusal = refusalOf(error, number);
    } finally {
      await store.discard(upload, normalised);
    }
    return outcome;
  }
}

function refusalOf(error: unknown, number: number): StoreRefusal {
  if (error instanceof StoreRefusal) return new StoreRefusal(error.code, `part ${number}: ${error.message}`);
  if (error instanceof DicomError)
    return new StoreRefusal(failure.notUnderstood, `part ${number}: ${error.message}`);
  throw error;
}

/** Writes and synchronises; a body over the limit is read to its end without being kept. */
async function writeUpload(body: AsyncGenerator<Buffer>, file: string, limit: number): Promise<void> {
  const out = createWriteStream(file, { flags: 'wx', flush: true });
  const closed = new Promise<void>((resolve, reject) => {
    out.once('close', resolve);
    out.once('error', reject);
  });
  // An error is reported by `closed` where it is awaited, not as unhandled before.
  closed.catch(() => undefined);
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size <= limit && !out.write(chunk))
        await Promise.race([new Promise((r) => out.once('drain', r)), closed]);
    }
  } finally {
    out.end();
  }
  await closed;
  if (size > limit) throw new StoreRefusal(failure.tooLarge, `it is larger than ${limit} bytes`);
}

function answer(outcomes: Outcome[], base: string): unknown {
  const kept = outcomes.filter((o) => !o.refusal);
  const ui = (value: string) => ({ vr: 'UI', ...(value ? { Value: [value] } : {}) });
  const reference = (o: Outcome) => ({ '00081150': ui(o.sopClass), '00081155': ui(o.instance) });
  const study = kept[0]?.study;
  return {
    [retrieveUrl]: { vr: 'UR', ...(study ? { Value: [`${base}/studies/${study}`] } : {}) },
    ...(kept.length
      ? {
          '00081199': {
            vr: 'SQ',
            Value: kept.map((o) => ({
              ...reference(o),
              [retrieveUrl]: {
                vr: 'UR',
                Value: [`${base}/studies/${o.study}/series/${o.series}/instances/${o.instance}`],
              },
            })),
          },
        }
      : {}),
    ...(kept.length < outcomes.length
      ? {
          '00081198': {
            vr: 'SQ',
            Value: outcomes.flatMap((o) =>
              o.refusal
                ? [
                    {
                      ...reference(o),
                      '00081197': { vr: 'US', Value: [o.refusal.code] },
                      '00000902': { vr: 'LO', Value: [o.refusal.message] },
                    },
                  ]
                : [],
            ),
          },
        }
      : {}),
  };
}
