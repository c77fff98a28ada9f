// Long because its cases share one BFF with the simulator of INSi beside it, which take seconds to start.
import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
import {
  besideIt,
  callMutation,
  callQuery,
  sandboxSystemToken,
  signInOverHttp,
  startTestBff,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { startTestInsi } from '@keneyapp/config/testing-insi';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import type { Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CorrectInput, LikeInput, RegisterInput } from './schema.ts';
import type {
  IdentityFormView,
  InsiView,
  LookAlikesView,
  OpenIdentitiesView,
  RegisteredView,
} from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let insi: Awaited<ReturnType<typeof startTestInsi>>;
let secretary: Visitor, nurse: Visitor, pharmacist: Visitor;
let fhir: FhirClient;

beforeAll(async () => {
  [sandbox, insi] = await Promise.all([sharedSandbox(), startTestInsi()]);
  bff = await startTestBff(sandbox, { env: { ...(await besideIt()), ...insi.env } });
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: async () => token });
  [secretary, nurse, pharmacist] = (await Promise.all(
    ['secretaire', 'infirmier', 'pharmacien'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor];
}, 180_000);
afterAll(async () => {
  await bff?.stop();
  await insi?.stop();
});

const data = async <T>(response: Response): Promise<T> => {
  const body = (await response.json()) as { result?: { data: T }; error?: unknown };
  expect(body.error).toBeUndefined();
  return (body.result as { data: T }).data;
};
const reasonOf = async (response: Response): Promise<unknown> => {
  const { error } = (await response.json()) as {
    error: {
      data: { reason: string | null; code: string; issues: { path: string[]; message: string }[] | null };
    };
  };
  return (
    error.data.issues?.map(({ path, message }) => [path.join('.'), message]) ??
    error.data.reason ??
    error.data.code
  );
};

const figures = (count: number) =>
  Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) => byte % 10).join('');
/** Letters alone: a name of the civil registry has no figures. */
const unique = () =>
  [...figures(7)]
    .map((figure) => 'BCDFGLMPRT'[Number(figure)])
    .join('A')
    .slice(0, 11);
/** Nobody else's, so that nobody is like them by chance. */
const traits = (more: Partial<RegisterInput['traits']> = {}): RegisterInput['traits'] => {
  const given = `Z${unique().toLowerCase()}é`;
  return {
    birthName: `d’${unique()}`,
    firstGivenName: given,
    givenNames: [given, 'Marie'],
    birthDate: {
      known: `19${figures(2)}-0${1 + (Number(figures(1)) % 9)}-1${figures(1)}`,
      isEstimated: false,
    },
    sex: 'female',
    birthPlace: { code: '75112', name: 'Paris 12e' },
    ...more,
  };
};
const form = (more: Partial<RegisterInput> = {}): RegisterInput => ({
  key: crypto.randomUUID(),
  traits: traits(),
  contact: {
    usedName: null,
    usedGivenName: null,
    home: null,
    telephones: [{ value: `06${figures(8)}`, use: 'mobile' }],
    email: null,
  },
  proof: null,
  insi: null,
  attributes: [],
  others: [],
  ...more,
});
const register = (visitor: Visitor, input: RegisterInput) =>
  callMutation(bff, visitor, 'identities.register', input);
const alike = async (input: LikeInput) =>
  data<LookAlikesView>(await callQuery(bff, secretary, 'identities.alike', input));

it('registers somebody under a number of their own, as the RNIV spells them; sent twice, once', async () => {
  const input = form();
  const first = await data<RegisteredView>(await register(secretary, input));
  const again = await data<RegisteredView>(await register(secretary, input));
  expect(again).toMatchObject({ patientId: first.patientId, ipp: first.ipp });
  const patient = await fhir.read('Patient', first.patientId);
  const identity = readIdentity(patient, new Date());
  expect(identity).toMatchObject({
    birthName: input.traits.birthName.toUpperCase().replace('’', "'"),
    givenNames: [input.traits.firstGivenName.toUpperCase().replace('É', 'E'), 'MARIE'],
    birthDate: input.traits.birthDate.known,
    ipp: first.ipp,
    insStatus: 'PROV',
    birthPlace: { inseeCode: '75112' },
  });
  expect(patient).not.toHaveProperty('generalPractitioner');
  // and is found at once by whoever types it with a slip
  const slip = {
    birthName: `${input.traits.birthName.replace('’', ' ').slice(0, -1)}X`,
    firstGivenName: input.traits.firstGivenName,
    birthDate: input.traits.birthDate.known,
    sex: 'female' as const,
  };
  const { found } = await alike(slip);
  expect(found.map(({ patient: { id } }) => id)).toContain(first.patientId);
  for (const { patient: shown } of found) expect(shown).not.toHaveProperty('ins');
  // that nobody is found says something once all of the base was read, which other tests fill meanwhile
  await expect.poll(async () => (await alike(slip)).isComplete, { timeout: 30_000 }).toBe(true);
});

it('keeps no mark of direction in what stands beside a name, on a bracelet too', async () => {
  const input = form();
  const steered = {
    ...input,
    traits: { ...input.traits, birthPlace: { code: '75112', name: 'Pa\u202Eris' } },
    contact: { ...input.contact, usedName: 'AB\u202ECD', usedGivenName: 'Ze\u200Bno' },
  };
  const { patientId } = await data<RegisteredView>(await register(secretary, steered));
  expect(readIdentity(await fhir.read('Patient', patientId), new Date())).toMatchObject({
    usedName: 'ABCD',
    usedGivenName: 'Zeno',
    birthPlace: { text: 'Paris' },
  });
});

it('says at each field what cannot be saved', async () => {
  const wrong = traits({
    birthName: 'D2'.padEnd(200, 'A'),
    firstGivenName: '',
    birthDate: { known: '2023-02-29', isEstimated: false },
    birthPlace: { code: 'Paris', name: null },
  });
  expect(await reasonOf(await register(secretary, form({ traits: wrong })))).toEqual([
    ['traits.birthName', 'too-long'],
    ['traits.firstGivenName', 'empty'],
    ['traits.birthDate', 'no-such-day'],
    ['traits.birthPlace', 'place-code'],
  ]);
  const future = traits({ birthDate: { known: '2999-01-01', isEstimated: false } });
  expect(await reasonOf(await register(secretary, form({ traits: future })))).toEqual([
    ['traits.birthDate', 'in-future'],
  ]);
});

it('of two who register the same person at once, one is told before anything is saved', async () => {
  const same = traits();
  const answers = await Promise.all([
    register(secretary, form({ traits: same })),
    register(
      nurse,
      form({ traits: { ...same, firstGivenName: same.firstGivenName.replace('é', 'e'), givenNames: [] } }),
    ),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused && (await reasonOf(refused))).toBe('look-alike');
  const { found } = await alike({
    birthName: same.birthName,
    firstGivenName: 'Zoé',
    birthDate: same.birthDate.known,
  });
  expect(found).toHaveLength(1);
  // who was shown, and is somebody else, stands in nobody's way
  const others = found.map(({ patient }) => patient.id);
  expect((await register(nurse, form({ traits: same, others }))).status).toBe(200);
});

it('an answer of INSi qualifies with a paper, is one person’s, and counts for the traits that were asked alone', async () => {
  const asked = traits({ birthName: 'ESSAI-UN', givenNames: [] });
  const asking = crypto.randomUUID();
  const ask = async (
    visitor: Visitor,
    of: RegisterInput['traits'],
    attributes: RegisterInput['attributes'] = [],
  ) =>
    data<InsiView>(
      await callQuery(bff, visitor, 'identities.askInsi', {
        ...{ form: asking, patientId: null, traits: of, attributes, scanned: null },
      }),
    );
  const answer = await ask(secretary, asked);
  if (answer.answer !== 'one') throw new Error(answer.answer);
  const proof = { document: 'passport' as const, holder: 'anybody' as const };
  const all = form({ traits: asked, proof, insi: { form: asking, sealed: answer.sealed } });
  // made up, of another form, of somebody else, of other traits
  for (const [visitor, sent] of [
    [secretary, { ...all, insi: { form: asking, sealed: `${answer.sealed.slice(0, -4)}AAAA` } }],
    [secretary, { ...all, insi: { form: crypto.randomUUID(), sealed: answer.sealed } }],
    [nurse, all],
    [secretary, { ...all, traits: { ...asked, birthDate: { known: '1901-01-01', isEstimated: false } } }],
  ] as const)
    expect(await reasonOf(await register(visitor, { ...sent, key: crypto.randomUUID() }))).toEqual([
      ['insi', expect.stringMatching(/too-old|other-traits/)],
    ]);
  // others of this invented name may be on record: they were looked at
  const { found } = await alike({
    birthName: 'ESSAI-UN',
    firstGivenName: asked.firstGivenName,
    birthDate: asked.birthDate.known,
  });
  const made = await data<RegisteredView>(
    await register(secretary, { ...all, others: found.map(({ patient }) => patient.id) }),
  );
  expect(made.state.status).toBe('QUAL');
  expect(readIdentity(await fhir.read('Patient', made.patientId), new Date()).ins?.value).toHaveLength(15);
  expect(await ask(secretary, traits({ birthName: 'ESSAI-ABSENT' }))).toMatchObject({ answer: 'away' });
  expect(await ask(secretary, asked, ['doubtful'])).toEqual({ answer: 'not-asked', lacking: [] });

  // a strict trait that changes takes the matricule and the status with it
  const chart = { patientId: made.patientId };
  const before = await data<IdentityFormView>(await callQuery(bff, secretary, 'identities.form', chart));
  expect(before).toMatchObject({ hasIns: true, ipp: made.ipp });
  const change: CorrectInput & { patientId: string } = {
    ...chart,
    key: crypto.randomUUID(),
    version: before.version,
    traits: { ...asked, birthDate: { known: '1901-01-01', isEstimated: false } },
    reason: 'correction',
    contact: all.contact,
    proof: null,
    insi: null,
    attributes: [],
  };
  const changed = await callMutation(bff, secretary, 'identities.correct', change);
  expect((await data<RegisteredView>(changed)).state.status).toBe('PROV');
  const after = await fhir.read('Patient', made.patientId);
  expect(readIdentity(after, new Date())).toMatchObject({ ins: null, insStatus: 'PROV', ipp: made.ipp });
  // who lies in a bed wears the old date, until somebody says that it was made anew
  const formNow = async () =>
    data<IdentityFormView>(await callQuery(bff, secretary, 'identities.form', chart));
  expect((await formNow()).isBraceletToRedo).toBe(true);
  const redone = { ...chart, key: crypto.randomUUID(), version: (await formNow()).version };
  // what was put on is not what was corrected since
  const behind = { ...redone, key: crypto.randomUUID(), version: before.version };
  expect((await callMutation(bff, secretary, 'identities.redoBracelet', behind)).status).toBe(412);
  expect((await formNow()).isBraceletToRedo).toBe(true);
  expect((await callMutation(bff, secretary, 'identities.redoBracelet', redone)).status).toBe(200);
  expect((await formNow()).isBraceletToRedo).toBe(false);
  // the form of before is behind
  const late = { ...change, key: crypto.randomUUID() };
  expect((await callMutation(bff, secretary, 'identities.correct', late)).status).toBe(412);
});

it('a carte Vitale proves nothing, and that is said; a paper alone validates', async () => {
  const made = await data<RegisteredView>(
    await register(secretary, form({ proof: { document: 'vitale-card', holder: 'anybody' } })),
  );
  expect(made).toMatchObject({ state: { status: 'PROV' }, refusal: 'vitale-card-alone' });
  const other = await data<RegisteredView>(
    await register(secretary, form({ proof: { document: 'identity-card', holder: 'anybody' } })),
  );
  expect(other).toMatchObject({ state: { status: 'VALI' }, refusal: null });
});

it('registers somebody who cannot say who they are in one step, and names them later', async () => {
  const input = { key: crypto.randomUUID(), sex: 'male', age: 40 };
  const made = await data<RegisteredView>(
    await callMutation(bff, nurse, 'identities.registerUnknown', input),
  );
  const identity = readIdentity(await fhir.read('Patient', made.patientId), new Date());
  expect(identity).toMatchObject({ birthName: 'INCONNU', attributes: ['fictive'], insStatus: 'PROV' });
  expect(identity.givenNames[0]).toMatch(/^[A-Z]+( [A-Z]+)?/);
  const chart = { patientId: made.patientId };
  // whom nothing ties a nurse to, she registers and does not open
  expect((await callQuery(bff, nurse, 'identities.form', chart)).status).toBe(403);
  const { version } = await data<IdentityFormView>(await callQuery(bff, secretary, 'identities.form', chart));
  const { traits: named, contact } = form();
  const change = {
    ...chart,
    key: crypto.randomUUID(),
    version,
    traits: named,
    reason: 'correction',
    contact,
  };
  const corrected = await callMutation(bff, secretary, 'identities.correct', {
    ...change,
    ...{ proof: { document: 'identity-card', holder: 'anybody' }, insi: null, attributes: [] },
  });
  expect((await data<RegisteredView>(corrected)).state).toEqual({ status: 'VALI', attributes: [] });
});

it('two records that may be one person’s wait to be looked at, until somebody tells them apart', async () => {
  const same = traits();
  const one = await data<RegisteredView>(await register(secretary, form({ traits: same })));
  const other = await data<RegisteredView>(
    await register(secretary, form({ traits: same, others: [one.patientId] })),
  );
  const pair = [one.patientId, other.patientId].sort();
  const open = async () => {
    const view = await data<OpenIdentitiesView>(await callQuery(bff, secretary, 'identities.open'));
    return view.suspects.some(
      ({ patients }) => JSON.stringify(patients.map(({ id }) => id).sort()) === JSON.stringify(pair),
    );
  };
  const suspectsOf = async (patientId: string) =>
    (
      await data<LookAlikesView>(await callQuery(bff, secretary, 'identities.suspects', { patientId }))
    ).found.map(({ patient }) => patient.id);
  expect(await open()).toBe(true);
  expect(await suspectsOf(one.patientId)).toEqual([other.patientId]);
  expect((await callMutation(bff, secretary, 'identities.tellApart', { patients: pair })).status).toBe(200);
  expect(await open()).toBe(false);
  expect(await suspectsOf(other.patientId)).toEqual([]);
  const strangers = { patients: [one.patientId, 'pat-nobody'] };
  expect((await callMutation(bff, secretary, 'identities.tellApart', strangers)).status).toBe(404);
  // what is not theirs to do
  expect((await callQuery(bff, nurse, 'identities.open')).status).toBe(403);
  expect((await register(pharmacist, form())).status).toBe(403);
});

it('follows what others write to the FHIR server', async () => {
  const family = `Venu-${unique()}`;
  await fhir.create<Patient>({
    resourceType: 'Patient',
    name: [{ use: 'official', family, given: ['Paul'] }],
    birthDate: '1951-05-06',
    gender: 'male',
  });
  await expect
    .poll(
      async () =>
        (await alike({ birthName: family, firstGivenName: 'Paul', birthDate: '1951-05-06' })).found.length,
      { timeout: 40_000, interval: 1_000 },
    )
    .toBe(1);
});
