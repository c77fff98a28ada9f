import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, expectClosed, expectSilent, send, test } from './world.ts';

/** Families 13 to 15: files and addresses. */
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
