import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { newAccount } from '../directory.ts';
import {
  expect,
  expectClosed,
  expectSilent,
  instancePath,
  listen,
  makeRecord,
  ownPatient,
  practitioner,
  send,
  test,
  uid,
  Visitor,
  vitalSet,
} from './world.ts';

/** Families 13 to 25: files, addresses, sessions, emergencies, images, the trail, and input that is meant to hurt. */
const reason = 'Patient inconscient amené par le SAMU, antécédents inconnus';

for (const [contentType, data] of [
  ['text/html', '<script>alert(1)</script>'],
  ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  ['application/xhtml+xml', '<html xmlns="http://www.w3.org/1999/xhtml"><script>1</script></html>'],
  ['text/xml', '<?xml-stylesheet href="http://127.0.0.1:1/x.xsl"?><a/>'],
  ['application/x-unknown', 'MZ'],
] as const) {
  test(`13 scripts: a file of type ${contentType} runs nothing`, async ({ as, fhir, world: { mine } }) => {
    const { id } = await fhir.create({
      resourceType: 'DocumentReference',
      status: 'current',
      subject: { reference: mine.reference },
      description: 'x',
      content: [
        {
          attachment: {
            contentType,
            title: 'a"; filename=evil.exe\r\nX-Evil: 1',
            data: Buffer.from(data).toString('base64'),
          },
        },
      ],
    });
    for (const suffix of ['', '?download=1']) {
      const { status, headers } = await (
        await as('medecin')
      ).get(`/bff/documents/${mine.id}/${id}/0${suffix}`);
      expect(status).toBe(200);
      expect(headers['content-security-policy']).toContain('sandbox');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-evil']).toBeUndefined();
      expect(headers['content-type']).not.toMatch(/html|svg|xml/);
    }
  });
}
test('14 forged requests: an attachment elsewhere is not fetched, whatever its address looks like', async ({
  as,
  fhir,
  stack,
  world: { mine },
}) => {
  let hits = 0;
  const trap = http.createServer((_request, response) => {
    hits += 1;
    response.end('caught');
  });
  await new Promise<void>((resolve) => void trap.listen(0, '127.0.0.1', resolve));
  const { port } = trap.address() as AddressInfo,
    base = stack.settings['FHIR_URL'] ?? '';
  try {
    for (const url of [
      `http://127.0.0.1:${port}/Binary/1`,
      `http://127.0.0.1:${port}/fhir/Binary/1`,
      `${base}.evil.example/Binary/1`,
      `${base}@127.0.0.1:${port}/Binary/1`,
      `//127.0.0.1:${port}/Binary/1`,
      'file:///etc/passwd',
      `${base}/../Binary/1`,
      'Binary/../Patient/x',
    ]) {
      const { id } = await fhir.create({
        resourceType: 'DocumentReference',
        status: 'current',
        subject: { reference: mine.reference },
        description: 'x',
        content: [{ attachment: { contentType: 'text/plain', url } }],
      });
      const answer = await (await as('medecin')).get(`/bff/documents/${mine.id}/${id}/0`);
      expect([404, 422], url).toContain(answer.status);
      expect(answer.text).not.toContain('caught');
    }
    expect(hits).toBe(0);
  } finally {
    trap.close();
  }
});
test('14 forged requests: a Binary of another patient is not served under a document of one’s own', async ({
  as,
  fhir,
  world: { mine, theirs },
}) => {
  const binary = await fhir.create({
    resourceType: 'Binary',
    contentType: 'text/plain',
    securityContext: { reference: theirs.reference },
    data: Buffer.from(theirs.word).toString('base64'),
  });
  const { id } = await fhir.create({
    resourceType: 'DocumentReference',
    status: 'current',
    subject: { reference: mine.reference },
    description: 'x',
    content: [{ attachment: { contentType: 'text/plain', url: `Binary/${binary.id}` } }],
  });
  expectClosed(await (await as('medecin')).get(`/bff/documents/${mine.id}/${id}/0`), theirs, [404]);
});
test('14 forged requests: a Binary of another patient’s document, and one that is withheld, are not served either', async ({
  as,
  fhir,
  world: { mine, theirs },
}) => {
  const data = Buffer.from(theirs.word).toString('base64');
  const binaries = [
    {
      contentType: 'text/plain',
      securityContext: { reference: `DocumentReference/${theirs.document}` },
      data,
    },
  ];
  for (const binary of binaries) {
    const { id: binaryId } = await fhir.create({ resourceType: 'Binary', ...binary });
    const { id } = await fhir.create({
      resourceType: 'DocumentReference',
      status: 'current',
      subject: { reference: mine.reference },
      description: 'x',
      content: [{ attachment: { contentType: 'text/plain', url: `Binary/${binaryId}` } }],
    });
    expectClosed(await (await as('medecin')).get(`/bff/documents/${mine.id}/${id}/0`), theirs, [404]);
  }
  const withheld = await fhir.create({
    resourceType: 'Binary',
    contentType: 'text/plain',
    data,
    meta: { tag: [{ system: 'https://keneyapp.example/release', code: 'withheld' }] },
  });
  const document = await fhir.create({
    resourceType: 'DocumentReference',
    status: 'current',
    subject: { reference: 'Patient/pat-demo' },
    description: 'x',
    content: [{ attachment: { contentType: 'text/plain', url: `Binary/${withheld.id}` } }],
  });
  expectClosed(await (await as('patient')).get(`/bff/documents/pat-demo/${document.id}/0`), theirs, [404]);
  await fhir.request('DELETE', `DocumentReference/${document.id}`);
});
test('15 addresses: two studies or documents in one lead nowhere, however they are written', async ({
  as,
  stack,
  world: { mine, theirs },
}) => {
  const { headers } = await as('medecin');
  for (const trick of [
    '%2f..%2f',
    '/../',
    '/%2e%2e/',
    '%252f..%252f',
    ';x=',
    '%5c..%5c',
    '\\..\\',
    '//',
    '%00',
    ',',
  ]) {
    for (const address of [
      `/dicom-web/studies/${mine.study}${trick}${theirs.study}/metadata`,
      `/dicom-web/studies/${mine.study}/series${trick}${theirs.study}`,
      `/bff/documents/${mine.id}/${mine.document}${trick}${theirs.document}/0`,
      `/bff/documents/${mine.id}${trick}${theirs.id}/${theirs.document}/0`,
    ]) {
      const answer = await send(stack, address, { headers });
      expect([400, 404, 403, 308, 307], address).toContain(answer.status);
      expectSilent(answer, theirs);
    }
  }
});
test('15 addresses: a document of another patient under either patient', async ({
  as,
  world: { mine, theirs },
}) => {
  for (const patient of [mine, theirs])
    expectClosed(
      await (await as('medecin')).get(`/bff/documents/${patient.id}/${theirs.document}/0`),
      theirs,
    );
});
for (const [what, over] of [
  ['a sibling origin', { origin: 'http://evil.localhost:3000', 'sec-fetch-site': 'same-site' }],
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['no header of ours', { 'x-keneya-request': '' }],
  ['an opaque origin', { origin: 'null' }],
] as const) {
  test(`16 cross-site: ${what} changes nothing and reads nothing`, async ({ as, stack, world: { mine } }) => {
    const { headers } = await as('medecin');
    const forged = { ...headers, ...over, 'content-type': 'application/json' };
    expect(
      (
        await send(stack, '/trpc/vitals.record', {
          method: 'POST',
          headers: forged,
          body: JSON.stringify(vitalSet(mine.id)),
        })
      ).status,
    ).toBe(403);
    expect(
      (
        await send(stack, '/trpc/vitals.record?batch=1', {
          method: 'POST',
          headers: { ...forged, 'content-type': 'text/plain' },
          body: JSON.stringify({ 0: vitalSet(mine.id) }),
        })
      ).status,
    ).toBe(403);
    expect((await send(stack, '/bff/sign-out', { method: 'POST', headers: forged })).status).toBe(403);
  });
}
test('16 cross-site: an encoded path is checked like a plain one', async ({ as, stack }) => {
  const { cookie = '' } = (await as('medecin')).headers;
  for (const address of ['/%74rpc/session.me', '/trp%63/session.me'])
    expect(
      (
        await send(stack, address, {
          headers: { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        })
      ).status,
    ).not.toBe(200);
});
test('16 cross-site: a mutation is not made by an address', async ({ as, world: { mine } }) => {
  expect((await (await as('medecin')).query('vitals.record', vitalSet(mine.id))).status).toBe(405);
});
test('17 sessions: none, an invented one, one that signed out, one that was replaced', async ({
  as,
  stack,
  world: { mine },
}) => {
  const doctor = await as('medecin');
  const status = async (cookie: string) =>
    (
      await send(
        stack,
        `/trpc/problems.list?input=${encodeURIComponent(JSON.stringify({ patientId: mine.id }))}`,
        { headers: { ...doctor.headers, cookie } },
      )
    ).status;
  const name = doctor.headers['cookie']?.split('=')[0] ?? '';
  expect(await status('')).toBe(401);
  expect(await status(`${name}=${'A'.repeat(43)}`)).toBe(401);
  const first = await Visitor.signIn(stack, 'medecin'),
    second = await Visitor.signIn(stack, 'medecin', first.cookie);
  expect(await status(first.headers['cookie'] ?? ''), 'a new sign-in ends the session before').toBe(401);
  expect(await status(second.headers['cookie'] ?? '')).toBe(200);
  expect(second.cookie).not.toBe(first.cookie);
  expect(
    (await send(stack, '/bff/sign-out', { method: 'POST', headers: second.headers })).status,
  ).toBeLessThan(400);
  expect(await status(second.headers['cookie'] ?? '')).toBe(401);
});
test('18 logout tokens that are forged end nothing', async ({ stack, world: { mine } }) => {
  const visitor = await Visitor.signIn(stack, 'medecin');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000),
    claims = {
      iss: stack.settings['OIDC_ISSUER'],
      aud: stack.settings['OIDC_CLIENT_ID'],
      sub: 'medecin',
      iat: now,
      exp: now + 120,
      jti: randomUUID(),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signed = (header: object, key: (text: string) => string) => {
    const text = `${part(header)}.${part(claims)}`;
    return `${text}.${key(text)}`;
  };
  const tokens = [
    signed({ alg: 'none', typ: 'logout+jwt' }, () => ''),
    signed({ alg: 'RS256', typ: 'logout+jwt' }, (text) =>
      sign('sha256', Buffer.from(text), privateKey).toString('base64url'),
    ),
    signed({ alg: 'HS256', typ: 'logout+jwt' }, (text) =>
      createHmac('sha256', stack.settings['OIDC_CLIENT_SECRET'] ?? '')
        .update(text)
        .digest('base64url'),
    ),
    'x.y.z',
  ];
  for (const token of tokens)
    expect(
      (
        await send(stack, '/bff/back-channel-logout', {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ logout_token: token }).toString(),
        })
      ).status,
    ).toBe(400);
  expect((await visitor.query('problems.list', { patientId: mine.id })).status).toBe(200);
});
test('20 headers: nobody becomes somebody by a header, a token of their own or a name of ours', async ({
  as,
  stack,
  world: { mine },
}) => {
  const doctor = await as('medecin'),
    address = `/trpc/problems.list?input=${encodeURIComponent(JSON.stringify({ patientId: mine.id }))}`,
    own = { 'x-keneya-request': '1' };
  const claims: Record<string, string>[] = [
    { 'x-user': 'medecin' },
    { 'x-forwarded-user': 'medecin' },
    { 'x-remote-user': 'medecin' },
    { authorization: `Bearer ${doctor.accessToken}` },
    { 'x-original-url': address },
    { 'x-middleware-subrequest': 'proxy' },
    { connection: 'x-keneya-request' },
  ];
  for (const headers of claims) {
    expect(
      (await send(stack, address, { headers: { ...own, ...headers } })).status,
      JSON.stringify(Object.keys(headers)),
    ).toBe(401);
  }
  expect((await send(stack, address, { headers: { ...doctor.headers, host: 'evil.example' } })).status).toBe(
    421,
  );
  const secretary = await as('secretaire');
  expect(
    (
      await send(stack, address, {
        headers: {
          ...secretary.headers,
          'x-user-role': 'doctor',
          'x-role': 'doctor',
          authorization: `Bearer ${doctor.accessToken}`,
        },
      })
    ).status,
  ).toBe(403);
});
test('21 revoked: an account that is deactivated is out on the next request', async ({
  stack,
  fhir,
  world: { mine },
}) => {
  const account = await newAccount(stack, fhir, 'doctor');
  const visitor = await Visitor.signIn(stack, account.username);
  expect((await visitor.query('session.me')).status).toBe(200);
  await account.deactivate();
  expect((await visitor.query('session.me')).status).toBe(401);
  expect((await visitor.query('problems.list', { patientId: mine.id })).status).toBe(401);
  await expect(Visitor.signIn(stack, account.username)).rejects.toThrow();
  await account.remove();
});
test('21 remembered: what one person may see is not remembered for the next', async ({
  as,
  world: { mine },
}) => {
  const frame = `${instancePath(mine.study)}/frames/1`;
  expect((await (await as('medecin')).get(frame)).status).toBe(200);
  for (const [username, statuses] of [
    ['medecin2', [404]],
    ['infirmier2', [404]],
    ['secretaire', [403]],
    ['patient', [404]],
  ] as const)
    expect(statuses, username).toContain((await (await as(username)).get(frame)).status);
});
test('21 consent: an objection and a refusal work on the next request, images too', async ({
  as,
  fhir,
  stack,
}) => {
  const own = await makeRecord(stack, fhir, ['medecin']);
  const doctor = await as('medecin'),
    frame = `${instancePath(own.study)}/frames/1`;
  expect((await doctor.get(frame)).status).toBe(200);
  const consent = await fhir.create({
    resourceType: 'Consent',
    status: 'active',
    dateTime: new Date().toISOString(),
    patient: { reference: own.reference },
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
    },
    category: [{ coding: [{ system: 'https://keneyapp.example/consent-kind', code: 'objection' }] }],
    policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTOUT' }] },
    provision: {
      type: 'deny',
      actor: [
        {
          role: {
            coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }],
          },
          reference: { reference: practitioner('medecin') },
        },
      ],
    },
  });
  expectClosed(await doctor.query('summary.get', { patientId: own.id }), own, [403]);
  await expect.poll(async () => (await doctor.get(frame)).status, { timeout: 5_000 }).toBe(404); // written past the application: remembered two seconds
  expectClosed(
    await doctor.mutate('emergency.request', { patientId: own.id, kind: 'vital', reason }),
    own,
    [403],
  );
  await fhir.update({ ...consent, status: 'inactive' });
  expect((await doctor.query('summary.get', { patientId: own.id })).status).toBe(200);
});
for (const [what, wrong] of [
  ['none', ''],
  ['too short', 'urgence vitale'],
  ['blanks', ' '.repeat(60)],
  ['a key held down', 'a'.repeat(60)],
] as const) {
  test(`22 emergency: a reason that is ${what} opens nothing`, async ({ as, world: { theirs } }) => {
    expect(
      (
        await (
          await as('infirmier')
        ).mutate('emergency.request', { patientId: theirs.id, kind: 'vital', reason: wrong })
      ).status,
    ).toBe(400);
    expectClosed(
      await (await as('infirmier')).query('problems.list', { patientId: theirs.id }),
      theirs,
      [403],
    );
  });
}
test('22 emergency: opens one chart, for reading, for this person, until it is ended', async ({
  as,
  fhir,
  stack,
}) => {
  const [opened, other] = [await makeRecord(stack, fhir, []), await makeRecord(stack, fhir, [])];
  const doctor = await as('medecin');
  await doctor.done('emergency.request', { patientId: opened.id, kind: 'vital', reason });
  expect((await doctor.query('problems.list', { patientId: opened.id })).text).toContain(opened.word);
  expect((await doctor.get(`${instancePath(opened.study)}/frames/1`)).status).toBe(200);
  expectClosed(await doctor.query('problems.list', { patientId: other.id }), other, [403]);
  expectClosed(await (await as('medecin2')).query('problems.list', { patientId: opened.id }), opened, [403]);
  const write = await doctor.mutate('vitals.record', vitalSet(opened.id));
  expect(write.status).toBe(403);
  expect(write.text).toContain('emergency-read-only');
  await doctor.done('emergency.end', { patientId: opened.id });
  expectClosed(await doctor.query('problems.list', { patientId: opened.id }), opened, [403]);
  expect((await doctor.get(`${instancePath(opened.study)}/frames/1`)).status).toBe(404);
});
test('22 emergency: is not for everybody, and nobody judges their own', async ({ as, world: { theirs } }) => {
  for (const username of ['secretaire', 'radiologue', 'patient', 'dpo', 'admin'])
    expect(
      (
        await (
          await as(username)
        ).mutate('emergency.request', { patientId: theirs.id, kind: 'vital', reason })
      ).status,
      username,
    ).toBe(403);
  for (const username of ['medecin', 'infirmier', 'admin']) {
    expect((await (await as(username)).query('reviews.list', {})).status, username).toBe(403);
    expect(
      (
        await (
          await as(username)
        ).mutate('reviews.judge', {
          grantId: randomUUID(),
          outcome: 'justified',
          comment: 'tout à fait justifié',
        })
      ).status,
      username,
    ).toBe(403);
  }
});
for (const below of ['', '/metadata', '/series', '/instances', '/thumbnail', '/rendered']) {
  test(`23 images: a foreign study, ${below || 'whole'}`, async ({ as, world: { theirs } }) => {
    for (const username of ['medecin', 'infirmier', 'patient'])
      expectClosed(
        await (await as(username)).get(`/dicom-web/studies/${theirs.study}${below}`),
        theirs,
        [404],
      );
  });
}
test('23 images: frames, bulk data and pictures of a foreign instance, and one drawn under an own study', async ({
  as,
  world: { mine, theirs },
}) => {
  const doctor = await as('medecin');
  for (const below of ['', '/frames/1', '/rendered', '/thumbnail', '/bulkdata/7FE00010', '/metadata']) {
    expectClosed(await doctor.get(instancePath(theirs.study) + below), theirs, [404]);
    expectClosed(
      await doctor.get(
        `/dicom-web/studies/${mine.study}/series/${theirs.study}.1/instances/${theirs.study}.1.1${below}`,
      ),
      theirs,
      [404],
    );
  }
});
test('23 images: a search shows no foreign study, several UIDs none at all', async ({
  as,
  world: { mine, theirs },
}) => {
  const doctor = await as('medecin');
  expectSilent(await doctor.get(`/dicom-web/studies?StudyInstanceUID=${theirs.study}`), theirs);
  expectSilent(await doctor.get(`/dicom-web/studies?PatientID=${theirs.ipp}`), theirs);
  for (const query of [
    `StudyInstanceUID=${mine.study},${theirs.study}`,
    `StudyInstanceUID=${mine.study}&StudyInstanceUID=${theirs.study}`,
    'PatientName=*',
    '',
  ])
    expect((await doctor.get(`/dicom-web/studies?${query}`)).status).toBe(400);
});
test('23 images: nobody stores, deletes or reaches a study that no record names', async ({
  as,
  stack,
  world: { mine },
}) => {
  const { headers } = await as('radiologue');
  expect(
    (
      await send(stack, `/dicom-web/studies/${mine.study}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'multipart/related; type="application/dicom"; boundary=x' },
        body: '--x--',
      })
    ).status,
  ).toBe(403);
  for (const method of ['DELETE', 'PUT', 'PATCH'])
    expect((await send(stack, `/dicom-web/studies/${mine.study}`, { method, headers })).status).toBe(404);
  expect((await (await as('radiologue')).get(`/dicom-web/studies/${uid()}/metadata`)).status).toBe(404);
});
test('23 live: nobody is told of changes on a foreign chart', async ({ as, world: { theirs } }) => {
  for (const username of ['medecin', 'patient', 'dpo']) {
    const answer = await (
      await as(username)
    ).get(`/trpc/live.chart?input=${encodeURIComponent(JSON.stringify({ patientId: theirs.id }))}`, {
      accept: 'text/event-stream',
    });
    expect(answer.text).toMatch(/FORBIDDEN/);
    expectSilent(answer, theirs);
  }
});
for (const [what, username, hidden, shown] of [
  [
    'a patient, of what is withheld',
    'patient',
    {
      resourceType: 'Condition',
      meta: { tag: [{ system: 'https://keneyapp.example/release', code: 'withheld' }] },
      code: { text: 'x' },
    },
    { resourceType: 'Condition', code: { text: 'y' } },
  ],
  [
    'a secretary, of an illness',
    'secretaire',
    { resourceType: 'Flag', status: 'active', code: { text: 'x' } },
    { resourceType: 'Patient' },
  ],
] as const) {
  test(`23 live: ${what}, is told nothing`, async ({ as, fhir, stack }) => {
    const own =
      username === 'patient'
        ? { id: 'pat-demo', reference: 'Patient/pat-demo' }
        : await makeRecord(stack, fhir, []);
    const ids: string[] = [];
    let secret = '',
      seen = '';
    const opened = async () => {
      secret = (await fhir.create({ ...hidden, subject: { reference: own.reference } })).id;
      ids.push(`${hidden.resourceType}/${secret}`);
      if (shown.resourceType === 'Patient') {
        await fhir.update({ ...(await fhir.read(own.reference)), id: own.id, birthDate: '1984-07-13' });
        seen = `"resourceId":"${own.id}"`;
      } else {
        seen = (await fhir.create({ ...shown, subject: { reference: own.reference } })).id;
        ids.push(`${shown.resourceType}/${seen}`);
      }
    };
    const text = await listen(
      stack,
      `/trpc/live.chart?input=${encodeURIComponent(JSON.stringify({ patientId: own.id }))}`,
      (await as(username)).headers,
      { opened, until: () => seen },
    );
    expect(text).toContain(seen);
    expect(text).not.toContain(secret);
    for (const id of ids) await fhir.request('DELETE', id);
  });
}
test('24 trail: a refusal is in it before the answer, and the trail is for the officer', async ({
  as,
  world: { theirs },
}) => {
  const refused = await (await as('medecin')).query('allergies.list', { patientId: theirs.id });
  const requestId = /"requestId":"([^"]+)"/.exec(refused.text)?.[1] ?? '';
  expect(requestId).not.toBe('');
  const found = await (await as('dpo')).query('audit.search', { requestId });
  expect(found.status).toBe(200);
  expect(found.text).toContain('no-relation');
  for (const username of ['medecin', 'admin', 'patient', 'secretaire'])
    expect((await (await as(username)).query('audit.search', {})).status, username).toBe(403);
});
test('24 trail: a line break in what is asked makes no second line, and the logs name nobody', async ({
  as,
  stack,
  world: { mine, theirs },
}) => {
  const marked = `${mine.family}\n{"level":50,"msg":"forged-${mine.word}"}`;
  await (await as('medecin')).query('patients.search', { query: marked.slice(0, 100) });
  await (await as('medecin')).query('summary.get', { patientId: mine.id });
  const folder = path.join(stack.dataDir, 'logs');
  test.skip(!existsSync(folder), 'this stack keeps its logs elsewhere');
  const doctor = await as('medecin');
  for (const file of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const secret of [
      mine.word,
      theirs.word,
      mine.family,
      theirs.family,
      mine.ipp,
      doctor.cookie,
      doctor.accessToken,
    ])
      expect(text.includes(secret), `${file} holds ${secret.slice(0, 6)}…`).toBe(false);
  }
});
test('25 size: what is too large or packed to burst is refused', async ({ as, stack, world: { mine } }) => {
  const { headers } = await as('medecin'),
    json = { ...headers, 'content-type': 'application/json' };
  expect(
    (
      await send(stack, '/trpc/vitals.record', {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ ...vitalSet(mine.id), note: 'x'.repeat(2_000_000) }),
      })
    ).status,
  ).toBe(413);
  expect([400, 415]).toContain(
    (
      await send(stack, '/trpc/vitals.record', {
        method: 'POST',
        headers: { ...json, 'content-encoding': 'gzip' },
        body: gzipSync(Buffer.alloc(5_000_000, 32)),
      })
    ).status,
  );
  expect([400, 413]).toContain(
    (await send(stack, '/trpc/vitals.record', { method: 'POST', headers: json, body: '['.repeat(400_000) }))
      .status,
  );
  expect(
    (await (await as('medecin')).query('problems.list', { patientId: mine.id })).status,
    'and it goes on',
  ).toBe(200);
});
test('tokens: no answer carries one', async ({ as, world: { mine } }) => {
  const doctor = await as('medecin');
  for (const address of [
    '/trpc/session.me',
    '/bff/session',
    '/ohif/app-config.js',
    '/api/health',
    `/trpc/summary.get?input=${encodeURIComponent(JSON.stringify({ patientId: mine.id }))}`,
  ]) {
    const { text, headers } = await doctor.get(address);
    for (const secret of [doctor.accessToken, doctor.cookie])
      expect(text + JSON.stringify(headers), address).not.toContain(secret);
  }
  expect(ownPatient()).toBe('pat-demo');
});
