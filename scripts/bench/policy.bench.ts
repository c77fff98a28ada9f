import type { PatientFacts, PolicyInput } from '../../apps/bff/src/access/policy.ts';
import { reading } from '../../apps/bff/src/access/operation-kinds.ts';
import type { Feature, Role } from '../../apps/bff/src/access/roles.ts';
import { WasmEngine } from '../../apps/bff/src/access/wasm-engine.ts';
import { percentile, type BenchRow } from './bench.ts';
import { timed } from './visitor.ts';

export const name = 'Access decisions of the compiled policy';

const now = new Date('2026-06-10T12:00:00.000Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
const units = (i: number) => [
  `Organization/service-${i}`,
  `Location/bed-${i}`,
  `Location/room-${i}`,
  `Location/ward-${i}`,
  `Organization/pole-${i}`,
];

/** Somebody who comes often: a stay, a dozen visits, a care team of six, appointments, images, decisions of every kind. */
const patient: PatientFacts = {
  id: 'patient',
  prescriptions: Array.from({ length: 12 }, (_, i) => ({
    performers: i % 2 === 0 ? ['Organization/pharmacy'] : [],
    at: daysAgo(i * 20),
  })),
  careTeam: Array.from({ length: 6 }, (_, i) => `Practitioner/team-${i}`),
  encounters: Array.from({ length: 13 }, (_, i) => ({
    isCurrent: i === 0,
    isPlanned: false,
    startsAt: daysAgo(i * 7 + 3),
    seenAt: daysAgo(i * 7),
    endedAt: i === 0 ? null : daysAgo(i * 7),
    units: units(i),
    participants: [`Practitioner/a-${i}`, `Practitioner/b-${i}`],
  })),
  appointments: Array.from({ length: 6 }, (_, i) => ({
    start: daysAgo(i - 3),
    actors: [`Practitioner/a-${i}`, ...units(i).slice(0, 2)],
  })),
  imaging: Array.from({ length: 8 }, (_, i) => ({
    performers: [`Practitioner/radiologist-${i}`, 'Organization/imaging'],
    at: daysAgo(i * 10),
  })),
  consents: (['care', 'sharing', 'research', 'portal', 'objection', 'delegation'] as const).map((kind) => ({
    kind,
    decision: kind === 'objection' ? 'deny' : 'permit',
    actors: ['Practitioner/somebody'],
    from: daysAgo(400),
    until: daysAgo(-400),
  })),
};
const ask = (role: Role, feature: Feature, own: string[]): PolicyInput => ({
  now: now.toISOString(),
  subject: { role, fhirUser: 'Practitioner/me', units: own, emergencySuspended: false },
  operation: reading(feature),
  patient,
  grant: null,
  written: null,
});
/** A tie that is found, one that is found last, none, and an emergency. */
const questions: PolicyInput[] = [
  ask('doctor', 'summary', ['Organization/service-0', 'Location/ward-0']),
  ask('doctor', 'results', ['Organization/service-9', 'Location/ward-9']),
  ask('nurse', 'vitals', ['Location/ward-0']),
  ask('pharmacist', 'medications', ['Organization/pharmacy']),
  ask('radiologist', 'imaging', ['Organization/imaging']),
  ask('doctor', 'documents', ['Organization/elsewhere']),
  {
    ...ask('doctor', 'problems', ['Organization/elsewhere']),
    grant: { patientId: 'patient', expiresAt: daysAgo(-1) },
  },
  { ...ask('secretary', 'appointments', []), patient: null },
];
const chart: Feature[] = [
  'summary',
  'problems',
  'allergies',
  'medications',
  'results',
  'vitals',
  'documents',
  'imaging',
  'encounters',
  'immunizations',
];

export async function run(): Promise<BenchRow[]> {
  const engine = await WasmEngine.open();
  const one = await timed(4_000, 400, (i) =>
    engine.decide(questions.slice(i % questions.length, (i % questions.length) + 1)),
  );
  const page = await timed(400, 40, () =>
    engine.decide(
      chart.map((feature) => ask('doctor', feature, ['Organization/service-0', 'Location/ward-0'])),
    ),
  );
  const list = await timed(60, 6, () =>
    engine.decide(
      Array.from({ length: 100 }, () =>
        ask('doctor', 'summary', ['Organization/service-0', 'Location/ward-0']),
      ),
    ),
  );
  await engine.close();
  return [
    {
      name: 'one decision in the process, p50',
      value: percentile(one, 0.5),
      unit: 'ms',
      target: '',
      ok: null,
    },
    {
      name: 'one decision in the process, p95',
      value: percentile(one, 0.95),
      unit: 'ms',
      target: '< 1',
      ok: percentile(one, 0.95) < 1,
    },
    {
      name: 'ten features of a chart at once, p95',
      value: percentile(page, 0.95),
      unit: 'ms',
      target: '',
      ok: null,
    },
    { name: 'a list of 100 patients, p95', value: percentile(list, 0.95), unit: 'ms', target: '', ok: null },
  ];
}
