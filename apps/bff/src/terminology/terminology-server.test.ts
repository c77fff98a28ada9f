import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectFhir, type FhirServer } from '@keneyapp/fhir-client';
import { sandboxSystemToken, startTestSandbox, type RunningSandbox } from '@keneyapp/config/testing';
import { systems } from '@keneyapp/fhir-model/systems';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TerminologyServer } from './terminology-server.ts';

/** Between us and the embedded server: writes down request lines and headers, as a proxy of the hospital does. */
let sandbox: RunningSandbox, between: Server, server: FhirServer;
const logged: string[] = [];

async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return parts.length > 0 ? Buffer.concat(parts) : null;
}

beforeAll(async () => {
  sandbox = await startTestSandbox();
  between = createServer((request, response) => {
    logged.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    void (async () => {
      const answer = await fetch(new URL(request.url ?? '', sandbox.fhirUrl), {
        method: request.method ?? 'GET',
        headers: {
          authorization: request.headers.authorization ?? '',
          'content-type': request.headers['content-type'] ?? 'application/fhir+json',
        },
        body: await bodyOf(request),
      });
      response.writeHead(answer.status, { 'content-type': 'application/fhir+json' });
      response.end(await answer.text());
    })();
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const { port } = between.address() as AddressInfo;
  server = connectFhir({ baseUrl: `http://127.0.0.1:${port}${new URL(sandbox.fhirUrl).pathname}` });
}, 120_000);
afterAll(async () => {
  await server.close();
  between.close();
  await sandbox.stop();
});

it('no request line carries what was typed', async () => {
  const fhir = server.client({ token: () => sandboxSystemToken(sandbox) });
  await fhir.update({
    resourceType: 'CodeSystem',
    id: 'cim',
    url: systems.cim10,
    version: '1',
    status: 'active',
    content: 'complete',
    concept: [
      { code: 'R10.4', display: 'Douleurs abdominales, autres et non précisées' },
      { code: 'I10', display: 'Hypertension essentielle' },
    ],
  });
  const terminology = new TerminologyServer(fhir);
  const [release] = await terminology.releases([systems.cim10]);
  if (!release) throw new Error('nothing is loaded');
  logged.length = 0;
  const found = await terminology.filtered(release, 'douleurs abdom', 5);
  expect(found.map(({ code }) => code)).toEqual(['R10.4']);
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatch(/^POST \S+\/ValueSet\/\$expand \{/);
  expect(logged.join('\n')).not.toMatch(/douleur|abdom/i);
});
