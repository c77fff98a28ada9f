import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { PolicyUnavailableError } from './policy-answer.ts';
import { createPolicyEngine } from './engine.ts';
import { opaFile, startOpa } from '../testing-opa.ts';
import { OpaEngine } from './opa-engine.ts';
import type { Decision, PolicyInput } from './policy.ts';

const input: PolicyInput = {
  now: '2026-06-10T12:00:00.000Z',
  subject: { role: 'doctor', fhirUser: 'Practitioner/me', units: [], emergencySuspended: false },
  operation: 'patients.search',
  patient: null,
  grant: null,
  written: null,
};
const allowed: Decision = {
  allow: true,
  basis: 'role',
  reasons: [],
  obligations: { hideLabels: [], releasedOnly: false },
  mayBreakGlass: false,
};
const open: { engine: OpaEngine; server: Server }[] = [];

/** An engine before a server that answers as told. */
async function engineFor(answer: RequestListener, { path = '', timeoutMs = 5_000 } = {}): Promise<OpaEngine> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const engine = new OpaEngine({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    timeoutMs,
  });
  open.push({ engine, server });
  return engine;
}
const answering =
  (value: unknown, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof value === 'string' ? value : JSON.stringify(value));
  };
afterEach(async () => {
  for (const { engine, server } of open.splice(0)) {
    server.closeAllConnections();
    server.close();
    await engine.close().catch(() => undefined);
  }
});

describe('an OPA server', () => {
  it('is asked by one POST for all', async () => {
    const seen: unknown[] = [];
    const engine = await engineFor(
      (request, response) => {
        let body = '';
        request
          .on('data', (chunk: Buffer) => {
            body += chunk.toString();
          })
          .on('end', () => {
            seen.push([request.method, request.url, JSON.parse(body)]);
            answering({ result: [allowed, allowed] })(request, response);
          });
      },
      { path: '/opa/' },
    );
    expect(await engine.decide([input, input])).toEqual([allowed, allowed]);
    expect(seen).toEqual([
      ['POST', '/opa/v1/data/keneyapp/access/decisions', { input: { requests: [input, input] } }],
    ]);
  });

  it.each<[string, RequestListener]>([
    ['that fails', answering({ result: [allowed] }, 500)],
    ['that wants to know who asks', answering({ result: [allowed] }, 401)],
    ['that sends elsewhere', answering('', 307, { location: 'http://127.0.0.1:1/' })],
    ['without the policy', answering({})],
    ['that answers null', answering('null')],
    ['that answers no JSON', answering('<html>')],
    [
      'that answers half',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '500' }).write('{"result":[{"allow":true');
        setTimeout(() => response.destroy(), 20);
      },
    ],
    [
      'that closes the connection',
      (request) => {
        request.socket.destroy();
      },
    ],
    [
      'that answers too much',
      (_request, response) => {
        response.writeHead(200).end(`{"result":[${' '.repeat(5 * 1024 * 1024)}]}`);
      },
    ],
    ['that answers true', answering({ result: true })],
    ['with an answer too few', answering({ result: [] })],
    ['with an answer too many', answering({ result: [allowed, allowed] })],
    ['that allows and says nothing more', answering({ result: [{ allow: true }] })],
    ['that allows with a reason against', answering({ result: [{ ...allowed, reasons: ['no-relation'] }] })],
    ['that allows for no reason', answering({ result: [{ ...allowed, basis: null }] })],
    ['that refuses without a reason', answering({ result: [{ ...allowed, allow: false, basis: null }] })],
    ['that says "true"', answering({ result: [{ ...allowed, allow: 'true' }] })],
    [
      'with an obligation of another kind',
      answering({ result: [{ ...allowed, obligations: { ...allowed.obligations, maskNames: true } }] }),
    ],
    ['without obligations', answering({ result: [{ ...allowed, obligations: undefined }] })],
    ['with a basis of its own', answering({ result: [{ ...allowed, basis: 'friend' }] })],
  ])('%s opens nothing', async (_what, answer) => {
    await expect((await engineFor(answer)).decide([input])).rejects.toThrow(PolicyUnavailableError);
  });

  it('that is slow opens nothing, in time', async () => {
    const slow = await engineFor(
      (_request, response) => {
        response.writeHead(200).write('{"result":');
      },
      { timeoutMs: 300 },
    );
    const silent = await engineFor(() => undefined, { timeoutMs: 300 });
    const began = performance.now();
    await Promise.all(
      [slow, silent].map((engine) => expect(engine.decide([input])).rejects.toThrow(PolicyUnavailableError)),
    );
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('that is away opens nothing, and is asked again when it is back', async () => {
    const engine = new OpaEngine({ url: 'http://127.0.0.1:1' });
    await expect(engine.decide([input])).rejects.toThrow(PolicyUnavailableError);
    await expect(engine.rights('doctor')).rejects.toThrow(PolicyUnavailableError);
    await expect(engine.ping()).rejects.toThrow(PolicyUnavailableError);
    await engine.close();
    let isBack = false;
    const other = await engineFor((request, response) => {
      (isBack ? answering({ result: [allowed] }) : answering('', 503))(request, response);
    });
    await expect(other.decide([input])).rejects.toThrow(PolicyUnavailableError);
    isBack = true;
    expect(await other.decide([input])).toEqual([allowed]);
  });

  it('tells nothing of what was asked in its errors', async () => {
    const error: unknown = await (
      await engineFor(answering({ result: [{ ...allowed, basis: 'Patient/secret' }] }))
    )
      .decide([input])
      .catch((e: unknown) => e);
    expect(String(error)).not.toContain('secret');
    expect(String(error)).not.toContain('Practitioner/me');
  });

  it.each<[string, unknown]>([
    ['of an unknown feature', { result: { billing: 'r' } }],
    ['of an unknown kind', { result: { summary: 'w' } }],
    ['that are none', { result: [] }],
    ['that are missing', {}],
  ])('rights %s are none', async (_what, answer) => {
    await expect((await engineFor(answering(answer))).rights('doctor')).rejects.toThrow(
      PolicyUnavailableError,
    );
  });

  it('that knows no rights is not alive', async () => {
    await expect((await engineFor(answering({ result: {} }))).ping()).rejects.toThrow(PolicyUnavailableError);
  });

  it.skipIf(opaFile === null)(
    'as an installation runs it, answers decisions and rights to who knows its token, and nothing else to anybody',
    async () => {
      const token = 'a-token-of-the-policy-server-0123456789';
      const { url, stop } = await startOpa(opaFile ?? '', token);
      try {
        const ask = async (path: string, method = 'GET', given: string | null = token) =>
          (
            await fetch(`${url}${path}`, {
              method,
              headers: {
                'content-type': 'application/json',
                ...(given === null ? {} : { authorization: `Bearer ${given}` }),
              },
              ...(method === 'GET' ? {} : { body: '{}' }),
            })
          ).status;
        const decisions = '/v1/data/keneyapp/access/decisions';
        expect(await ask(decisions, 'POST')).toBe(200);
        for (const given of [null, '', 'guess', `${token}x`]) {
          expect(await ask(decisions, 'POST', given)).toBe(401);
          expect(await ask('/v1/policies', 'GET', given)).toBe(401);
        }
        for (const [path, method] of [
          ['/v1/policies', 'GET'],
          ['/v1/policies/mine', 'PUT'],
          ['/v1/data', 'GET'],
          ['/v1/data', 'POST'],
          ['/v1/data/keneyapp/access', 'POST'],
          ['/v1/data/system', 'PUT'],
          [decisions, 'PUT'],
          ['/v1/query', 'POST'],
          ['/v1/compile', 'POST'],
          ['/v1/config', 'GET'],
          ['/metrics', 'GET'],
        ] as const)
          expect(await ask(path, method), `${method} ${path}`).toBe(401);
        expect(await ask('/health', 'GET', null)).toBe(200);
        const without = await createPolicyEngine({ OPA_URL: url });
        await expect(without.decide([input])).rejects.toThrow(PolicyUnavailableError);
        await without.close();
        const engine = await createPolicyEngine({ OPA_URL: url, OPA_TOKEN: token });
        expect(await engine.decide([input])).toMatchObject([{ allow: true }]);
        await engine.close();
      } finally {
        await stop();
      }
    },
    60_000,
  );

  it('is taken when it is named, and does not have to be there at the start', async () => {
    const engine = await createPolicyEngine({ OPA_URL: 'http://127.0.0.1:1' });
    await expect(engine.decide([input])).rejects.toThrow(PolicyUnavailableError);
    await engine.close();
  });
});
