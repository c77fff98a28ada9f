import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestSandbox, type RunningSandbox } from '@keneyapp/config/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { fhirOf, type Fhir } from '../fhir-over-http.ts';
import { isAllowedEndpoint } from './endpoint.ts';

interface Heard {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}
let sandbox: RunningSandbox, fhir: Fhir, receiver: Server, endpoint: string;
let heard: Heard[] = [],
  answers: number[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      heard.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      response.writeHead(answers.shift() ?? 200, { location: '/elsewhere' }).end();
    });
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve);
  });
  endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  sandbox = await startTestSandbox();
  fhir = await fhirOf(sandbox);
});
afterAll(async () => {
  await sandbox.stop();
  receiver.close();
});

const subscribe = async (criteria: string, channel: object = {}) => {
  const { body } = await fhir('POST', '/Subscription', {
    resourceType: 'Subscription',
    status: 'requested',
    reason: 'test',
    criteria,
    channel: { type: 'rest-hook', endpoint, header: ['X-Secret: open sesame'], ...channel },
  });
  const status = async () => (await fhir('GET', `/Subscription/${body.id}`)).body['status'];
  return {
    id: body.id,
    status,
    settled: () =>
      vi.waitFor(
        async () => {
          expect(await status()).not.toBe('requested');
        },
        { timeout: 10_000 },
      ),
  };
};
const observation = (status: string) => ({ resourceType: 'Observation', status, code: { text: 'x' } });

it('tells matching changes after they are stored, with the headers asked for, in order', async () => {
  heard = [];
  const { settled, status, id } = await subscribe('Observation?status=final', {
    payload: 'application/fhir+json',
  });
  await settled();
  expect(await status()).toBe('active');
  const first = await fhir('POST', '/Observation', observation('final'));
  await fhir('POST', '/Observation', observation('preliminary'));
  await fhir('POST', '/Observation', { ...observation('final'), status: 'nonsense' });
  const second = await fhir('PUT', `/Observation/${first.body.id}`, {
    ...observation('final'),
    id: first.body.id,
    note: [{ text: 'n' }],
  });
  await vi.waitFor(
    () => {
      expect(heard).toHaveLength(2);
    },
    { timeout: 10_000 },
  );
  expect(heard.map((h) => [h.method, h.url])).toEqual(
    Array(2).fill(['PUT', `/hook/Observation/${first.body.id}`]),
  );
  expect(heard[0]?.headers['x-secret']).toBe('open sesame');
  expect(heard.map((h) => (JSON.parse(h.body) as { meta: { versionId: string } }).meta.versionId)).toEqual([
    '1',
    second.body.meta && '2',
  ]);
  await fhir('DELETE', `/Subscription/${id}`);
  await fhir('POST', '/Observation', observation('final'));
  await new Promise((resolve) => {
    setTimeout(resolve, 150);
  });
  expect(heard).toHaveLength(2);
});

it('tries again, and is active after a restart', async () => {
  heard = [];
  answers = [500, 302];
  const { settled, id } = await subscribe('Patient');
  await settled();
  await fhir('POST', '/Patient', { resourceType: 'Patient' });
  await vi.waitFor(
    () => {
      expect(heard).toHaveLength(3);
    },
    { timeout: 10_000 },
  );
  expect(heard.map((h) => [h.method, h.url, h.body])).toEqual(Array(3).fill(['POST', '/hook', '']));
  await fhir('DELETE', `/Subscription/${id}`);
});

it.each([
  ['an address outside', 'Patient', { endpoint: 'http://example.org/hook' }],
  ['a host that only begins like this one', 'Patient', { endpoint: 'http://127.0.0.1.evil.example/hook' }],
  ['another kind of channel', 'Patient', { type: 'email', endpoint: 'mailto:a@example.org' }],
  ['criteria of no type', 'Nonsense?x=1', {}],
])('does not take %s', async (_name, criteria, channel) => {
  const { settled, status } = await subscribe(criteria, channel);
  await settled();
  expect(await status()).toBe('error');
});

it('knows which addresses may be called', () => {
  const allowed = (url: string) => isAllowedEndpoint(url, ['https://app.example']);
  expect(['http://localhost:1/x', 'http://[::1]:2/', 'https://app.example/hook'].map(allowed)).toEqual([
    true,
    true,
    true,
  ]);
  expect(
    [
      'https://app.example.evil/',
      'http://app.example/',
      'ftp://localhost/',
      'http://user@localhost/',
      'nonsense',
      'http://169.254.169.254/',
    ].map(allowed),
  ).toEqual(Array(6).fill(false));
});
