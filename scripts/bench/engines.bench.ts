import { randomUUID } from 'node:crypto';
import { readRelationships } from '../../apps/bff/src/access/relationships.ts';
import { bannerSearches } from '../../apps/bff/src/features/patients/banner.ts';
import { summarySearches } from '../../apps/bff/src/features/summary/searches.ts';
import { factsOfGroup } from '../../apps/bff/src/access/operations.ts';
import { connectFhir, FhirError } from '../../packages/fhir-client/src/index.ts';
import accounts from '../../infra/demo/accounts.json' with { type: 'json' };
import { dicomObject, stowBody } from '../../packages/config/src/testing-dicom.ts';
import { crowdPatient, loadCrowd } from '../seed/crowd.ts';
import { connect, readSettings } from '../wire/connection.ts';
import { percentile, type BenchRow, type BenchStack } from './bench.ts';
import { callTrpc, signIn, timed, type BenchVisitor } from './visitor.ts';

export const name = 'Real engines, through the gateway and the BFF';

const demoDoctor = accounts.find(({ username }) => username === 'medecin')?.fhirUser ?? null;
const patients = Number(process.env['BENCH_PATIENTS'] ?? 50_000);
const typed = [
  'ma',
  'mart',
  'martin',
  'martin cla',
  'jean dup',
  'bernard 1984',
  'lefevre',
  'saint',
  'françois',
  '12/07/1984',
  '1984-07-12',
  '900100001',
  'zzzzz',
  'nguyen thi',
  "d'alm",
];
const uid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;

/** What a person waits for, and in the same moments the engine asked directly for the same. */
export async function run(stack: BenchStack): Promise<BenchRow[]> {
  const connection = connect(readSettings(stack.settings));
  const server = connectFhir({ baseUrl: stack.settings['FHIR_URL'] ?? '', timeoutMs: 120_000 });
  const fhir = server.client({ token: connection.token });
  try {
    if (
      await fhir.read('Patient', crowdPatient(patients).id).then(
        () => false,
        (e: unknown) => e instanceof FhirError,
      )
    ) {
      stack.note(`loading ${patients} patients`);
      await loadCrowd(connection, patients, (n) => {
        if (n % 5_000 === 0) stack.note(`${n} loaded`);
      });
    }
    const doctor = await signIn(stack, 'medecin');
    const patientId = 'pat-demo';
    stack.note('opening a chart');
    // the same FHIR requests in the same order: whether the chart may be opened, then what is in it
    const mayOpen = () =>
      readRelationships(
        fhir,
        { fhirUser: demoDoctor },
        { patientIds: [patientId], facts: new Set(factsOfGroup.chart.doctor), now: new Date() },
      );
    const chart = await inTurns(
      () => callTrpc(stack, doctor, { 'patients.banner': { patientId }, 'summary.get': { patientId } }),
      () =>
        mayOpen().then(() =>
          Promise.all([
            fhir.batchSearch([
              { type: 'Patient', params: { _id: patientId } },
              ...bannerSearches(patientId, true),
            ]),
            fhir.batchSearch(Object.values(summarySearches(patientId, new Date()))),
          ]),
        ),
    );
    stack.note('one list of the chart');
    const call = await inTurns(
      () => callTrpc(stack, doctor, { 'problems.list': { patientId } }),
      () =>
        mayOpen().then(() =>
          fhir.search('Condition', {
            patient: patientId,
            _count: 500,
            _sort: '-recorded-date',
            _include: 'Condition:asserter',
          }),
        ),
    );
    stack.note('searching patients');
    let turn = 0;
    const query = () => typed[(turn += 1) % typed.length] ?? '';
    const search = await inTurns(
      () => callTrpc(stack, doctor, { 'patients.search': { query: query(), limit: 20 } }),
      () => fhir.search('Patient', { name: 'martin', _count: 20 }),
    );
    stack.note('frames');
    const frames = await dicom(stack, doctor, connection.token);
    const callsOfList = 2;
    const overhead = (share: number) =>
      (percentile(call.ours, share) - percentile(call.theirs, share)) / callsOfList;
    return [
      ...rows('chart opening', chart, 300),
      ...rows('list of problems', call),
      ...rows(`patient search among ${patients}`, search),
      ...rows('100 frames of 512 kB, 6 at a time', frames),
      {
        name: 'BFF and gateway on top of each FHIR call (two in a list), p50',
        value: overhead(0.5),
        unit: 'ms',
        target: '',
        ok: null,
      },
      {
        name: 'BFF and gateway on top of each FHIR call (two in a list), p95',
        value: overhead(0.95),
        unit: 'ms',
        target: '≤ 15',
        ok: overhead(0.95) <= 15,
      },
    ];
  } finally {
    await server.close();
  }
}

interface Pair {
  ours: number[];
  theirs: number[];
}

/** In turns, so that both meet the same moments of the machine; the first ones of each only warm up. */
async function inTurns(
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
  rounds = 12,
  each = 8,
): Promise<Pair> {
  const found: Pair = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round += 1) {
    const [a, b] = [await timed(each, 0, ours), await timed(each, 0, theirs)];
    if (round > 1) {
      found.ours.push(...a);
      found.theirs.push(...b);
    }
  }
  return found;
}

function rows(what: string, { ours, theirs }: Pair, p95?: number): BenchRow[] {
  const at = (share: number) => percentile(ours, share);
  return [
    ...(
      [
        [0.5, 'p50'],
        [0.95, 'p95'],
        [0.99, 'p99'],
      ] as const
    ).map(([share, label]): BenchRow => {
      const isGoal = share === 0.95 && p95 !== undefined;
      return {
        name: `${what}, ${label}`,
        value: at(share),
        unit: 'ms',
        target: isGoal ? `< ${p95}` : '',
        ok: isGoal ? at(share) < p95 : null,
      };
    }),
    {
      name: `${what}, the engine asked directly, p50`,
      value: percentile(theirs, 0.5),
      unit: 'ms',
      target: '',
      ok: null,
    },
    {
      name: `${what}, the engine asked directly, p95`,
      value: percentile(theirs, 0.95),
      unit: 'ms',
      target: '',
      ok: null,
    },
    {
      name: `${what}, ratio of p50`,
      value: at(0.5) / percentile(theirs, 0.5),
      unit: '×',
      target: '',
      ok: null,
    },
  ];
}

/** A study of the demo patient, 100 slices: stored, recorded, then read frame by frame. */
async function dicom(stack: BenchStack, doctor: BenchVisitor, token: () => Promise<string>): Promise<Pair> {
  const direct = stack.settings['DICOMWEB_URL'] ?? '',
    size = 512,
    [study, series] = [uid(), uid()];
  const pixels = Buffer.alloc(size * size * 2, 7);
  const objects = Array.from({ length: 100 }, (_, i) =>
    dicomObject({
      study,
      series,
      instance: `${series}.${i + 1}`,
      number: i + 1,
      rows: size,
      columns: size,
      pixels,
      patientId: '8001000017',
    }),
  );
  const { contentType, body } = stowBody(objects);
  const stored = await fetch(`${direct}/studies`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await token()}`,
      'content-type': contentType,
      accept: 'application/dicom+json',
    },
    body,
  });
  if (!stored.ok) throw new Error(`STOW answered ${stored.status}`);
  const recorded = await fetch(`${stack.settings['FHIR_URL']}/ImagingStudy`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/fhir+json' },
    body: JSON.stringify({
      resourceType: 'ImagingStudy',
      status: 'available',
      subject: { reference: 'Patient/pat-demo' },
      identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
      series: [{ uid: series, modality: { code: 'CT' } }],
    }),
  });
  if (!recorded.ok) throw new Error(`ImagingStudy answered ${recorded.status}`);
  const paths = objects.map(
    (_, i) => `/studies/${study}/series/${series}/instances/${series}.${i + 1}/frames/1`,
  );
  const accept = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';
  const { id } = (await recorded.json()) as { id: string };
  // these servers stay: the demo patient keeps nothing of this
  const forget = async () => {
    await fetch(`${stack.settings['FHIR_URL']}/ImagingStudy/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${await token()}` },
    });
  };
  return await inTurns(
    () => all(`${stack.publicUrl}/dicom-web`, paths, { cookie: doctor.headers['cookie'] ?? '', accept }),
    async () => all(direct, paths, { authorization: `Bearer ${await token()}`, accept }),
    7,
    2,
  ).finally(forget);
}

async function all(base: string, paths: readonly string[], headers: Record<string, string>): Promise<void> {
  const rest = [...paths];
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let path = rest.shift(); path !== undefined; path = rest.shift()) {
        const response = await fetch(base + path, { headers });
        if (!response.ok) throw new Error(`a frame answered ${response.status}`);
        await response.arrayBuffer();
      }
    }),
  );
}
