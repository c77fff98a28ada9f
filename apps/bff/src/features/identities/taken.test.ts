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
import type { AuditDetail, AuditPage } from '../audit/view.ts';
import type { CorrectInput, LikeInput, RegisterInput } from './schema.ts';
import type {
  IdentityFormView,
  InsiView,
  JudgementsView,
  LookAlikesView,
  OpenIdentitiesView,
  RegisteredView,
} from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let insi: Awaited<ReturnType<typeof startTestInsi>>;
let secretary: Visitor, nurse: Visitor, officer: Visitor;
let fhir: FhirClient;

beforeAll(async () => {
  [sandbox, insi] = await Promise.all([sharedSandbox(), startTestInsi()]);
  bff = await startTestBff(sandbox, { env: { ...(await besideIt()), ...insi.env } });
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: async () => token });
  [secretary, nurse, officer] = (await Promise.all(
    ['secretaire', 'infirmier', 'dpo'].map((name) => signInOverHttp(bff, sandbox, name)),
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

const proof = { document: 'passport' as const, holder: 'anybody' as const };
/** What INSi says of an invented person, sealed for a form. */
async function asked(of: RegisterInput['traits'], patientId: string | null = null) {
  const formId = crypto.randomUUID();
  const input = { form: formId, patientId, traits: of, attributes: [], scanned: null };
  const answer = await data<InsiView>(await callQuery(bff, secretary, 'identities.askInsi', input));
  if (answer.answer !== 'one') throw new Error(answer.answer);
  return { form: formId, sealed: answer.sealed };
}
const likeThem = async ({ birthName, firstGivenName, birthDate }: RegisterInput['traits']) =>
  (await alike({ birthName, firstGivenName, birthDate: birthDate.known })).found.map(
    ({ patient }) => patient.id,
  );
const invented = () => traits({ birthName: 'ESSAI-UN', givenNames: [] });
async function qualified(of: RegisterInput['traits']) {
  const insi = await asked(of);
  const made = await register(secretary, form({ traits: of, proof, insi, others: await likeThem(of) }));
  const view = await data<RegisteredView>(made);
  expect(view.state.status).toBe('QUAL');
  return view;
}
const correct = async (patientId: string, more: Partial<CorrectInput>) => {
  const view = await data<IdentityFormView>(
    await callQuery(bff, secretary, 'identities.form', { patientId }),
  );
  return callMutation(bff, secretary, 'identities.correct', {
    ...{ patientId, key: crypto.randomUUID(), version: view.version, reason: 'correction', proof: null },
    ...{ traits: traits(), contact: form().contact, insi: null, attributes: [], others: [] },
    ...more,
  });
};
const refusalOf = async (response: Response) => {
  const { error } = (await response.json()) as {
    error?: { data: { reason: string | null; otherPatientId: string | null } };
  };
  return [response.status, error?.data.reason, error?.data.otherPatientId];
};
const tellApart = (patients: string[]) => callMutation(bff, secretary, 'identities.tellApart', { patients });

it('a matricule stands in one record: neither registered beside it nor taken on by a correction, told apart or not', async () => {
  const same = invented();
  const first = await qualified(same);
  const others = await likeThem(same);
  const again = form({ traits: same, proof, insi: await asked(same), others });
  expect(await refusalOf(await register(secretary, again))).toEqual([
    409,
    'matricule-taken',
    first.patientId,
  ]);
  // somebody else, who is corrected to be the same
  const other = await data<RegisteredView>(await register(secretary, form()));
  const insi = await asked(same, other.patientId);
  const taken = await correct(other.patientId, { traits: same, proof, insi, others });
  expect(await refusalOf(taken)).toEqual([409, 'matricule-taken', first.patientId]);
  const stored = await fhir.read('Patient', other.patientId);
  expect(readIdentity(stored, new Date()).insStatus).toBe('PROV');
  // whoever is named and has one already keeps it
  const contact = { ...form().contact, email: 'a@example.org' };
  expect((await correct(first.patientId, { traits: same, contact })).status).toBe(200);
});

it('of two who take on one matricule at once, one is refused', async () => {
  const same = invented();
  const two = await Promise.all(
    [0, 1].map(async () => data<RegisteredView>(await register(secretary, form()))),
  );
  const others = [...(await likeThem(same)), ...two.map(({ patientId }) => patientId)];
  const answers = await Promise.all(
    two.map(async ({ patientId }) =>
      correct(patientId, { traits: same, proof, insi: await asked(same, patientId), others }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

it('undoing a correction does not bring back a matricule that somebody else got meanwhile', async () => {
  const same = invented();
  const first = await qualified(same);
  expect((await correct(first.patientId, {})).status).toBe(200);
  const second = await qualified(same);
  const { version } = await data<IdentityFormView>(
    await callQuery(bff, secretary, 'identities.form', { patientId: first.patientId }),
  );
  const undone = await callMutation(bff, secretary, 'identities.undoCorrection', {
    ...{ patientId: first.patientId, key: crypto.randomUUID(), version },
  });
  expect(await refusalOf(undone)).toEqual([409, 'matricule-taken', second.patientId]);
});

it('whoever is corrected or named is shown who may be there already, but nobody told apart', async () => {
  const same = traits();
  const there = await data<RegisteredView>(await register(secretary, form({ traits: same })));
  const unknown = await data<RegisteredView>(
    await callMutation(bff, nurse, 'identities.registerUnknown', {
      ...{ key: crypto.randomUUID(), sex: 'female', age: 40 },
    }),
  );
  expect(await refusalOf(await correct(unknown.patientId, { traits: same }))).toEqual([
    409,
    'look-alike',
    null,
  ]);
  // what changes no trait asks nobody
  const slip = await data<RegisteredView>(await register(secretary, form()));
  const named = await correct(slip.patientId, { traits: same, others: [there.patientId] });
  expect(named.status).toBe(200);
  expect((await correct(slip.patientId, { traits: same })).status).toBe(200);
  const shown = async () =>
    (
      await alike({
        ...{ birthName: same.birthName, firstGivenName: same.firstGivenName },
        ...{ birthDate: same.birthDate.known, except: slip.patientId },
      })
    ).found.map(({ patient }) => patient.id);
  expect(await shown()).toEqual([there.patientId]);
  expect((await tellApart([there.patientId, slip.patientId])).status).toBe(200);
  expect(await shown()).toEqual([]);
  const spelt = { ...same, birthPlace: { code: '37261', name: 'Tours' } };
  expect((await correct(slip.patientId, { traits: spelt })).status).toBe(200);
});

it('that two are two people is taken back by who may say it, and not said of one matricule', async () => {
  const same = traits();
  const one = await data<RegisteredView>(await register(secretary, form({ traits: same })));
  const other = await data<RegisteredView>(
    await register(secretary, form({ traits: same, others: [one.patientId] })),
  );
  const patients = [other.patientId, one.patientId];
  expect((await tellApart(patients)).status).toBe(200);
  const said = async (patientId?: string) =>
    data<JudgementsView>(await callQuery(bff, secretary, 'identities.judgements', { patientId }));
  const [judgement] = (await said(one.patientId)).judgements;
  expect(judgement?.patients.map(({ id }) => id).sort()).toEqual([...patients].sort());
  expect(judgement?.at).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect((await said()).judgements[0]).toEqual(judgement);
  const takeBack = (who: Visitor) => callMutation(bff, who, 'identities.takeBack', { patients });
  expect((await takeBack(nurse)).status).toBe(403);
  expect((await takeBack(secretary)).status).toBe(200);
  expect((await takeBack(secretary)).status).toBe(404);
  expect((await said(one.patientId)).judgements).toEqual([]);
  const open = await data<OpenIdentitiesView>(await callQuery(bff, secretary, 'identities.open'));
  const pairs = open.suspects.map((pair) =>
    pair.patients
      .map(({ id }) => id)
      .sort()
      .join(),
  );
  expect(pairs).toContain([...patients].sort().join());

  // written by others to the FHIR server: one matricule in two records
  const qualifiedOne = await qualified(invented());
  const stored = await fhir.read('Patient', qualifiedOne.patientId);
  const { id: _id, meta: _meta, ...content } = stored;
  const twin = await fhir.create<Patient>({
    ...content,
    identifier: (stored.identifier ?? []).filter(({ system }) => system?.startsWith('urn:oid:1.2.250.1.213')),
  });
  await expect
    .poll(async () => (await tellApart([qualifiedOne.patientId, twin.id ?? ''])).status, {
      ...{ timeout: 40_000, interval: 1_000 },
    })
    .not.toBe(404);
  const refused = await tellApart([qualifiedOne.patientId, twin.id ?? '']);
  expect((await refusalOf(refused)).slice(0, 2)).toEqual([409, 'same-matricule']);
});

it('an answer of INSi counts in the form that asked, for the record that it corrects', async () => {
  const same = invented();
  const [one, other] = await Promise.all(
    [0, 1].map(async () => data<RegisteredView>(await register(secretary, form()))),
  );
  if (!one || !other) throw new Error('nobody');
  const ofOne = await asked(same, one.patientId);
  const others = await likeThem(same);
  for (const response of [
    await register(secretary, form({ traits: same, proof, insi: ofOne, others })),
    await correct(other.patientId, { traits: same, proof, insi: ofOne, others }),
    await correct(one.patientId, {
      ...{ traits: same, proof, others, insi: { ...ofOne, form: crypto.randomUUID() } },
    }),
  ])
    expect(await reasonOf(response)).toEqual([['insi', 'too-old']]);
  expect((await correct(one.patientId, { traits: same, proof, insi: ofOne, others })).status).toBe(200);
});

it('a correction that is sent again answers with its number', async () => {
  const made = await data<RegisteredView>(await register(secretary, form()));
  const { version } = await data<IdentityFormView>(
    await callQuery(bff, secretary, 'identities.form', { patientId: made.patientId }),
  );
  const sent = { key: crypto.randomUUID(), version, traits: traits(), contact: form().contact };
  const answers = [await correct(made.patientId, sent), await correct(made.patientId, sent)];
  for (const answer of answers) expect(await data(answer)).toMatchObject({ ipp: made.ipp });
});

it('the trail keeps what was asked, and of a matricule that one was', async () => {
  const family = `Zt${unique()}`;
  const matricule = '184077512000167';
  await alike({ birthName: family, birthDate: '1950-01-02', matricule });
  const of = { ...invented(), birthPlace: { code: '75112', name: family } };
  await callQuery(bff, secretary, 'identities.askInsi', {
    ...{ form: crypto.randomUUID(), patientId: null, traits: of, attributes: [] },
    scanned: { matricule, oid: '1.2.250.1.213.1.4.10' },
  });
  const page = await data<AuditPage>(
    await callQuery(bff, officer, 'audit.search', { feature: 'identities' }),
  );
  const queries = await Promise.all(
    ['identities.alike', 'identities.askInsi'].map(async (operation) => {
      const row = page.rows.find((one) => one.operation === operation);
      return (await data<AuditDetail>(await callQuery(bff, officer, 'audit.get', { seq: row?.seq }))).query;
    }),
  );
  for (const query of queries) {
    expect(query).toContain(family);
    expect(query).toContain('"matricule":"asked"');
    expect(query).not.toContain(matricule);
  }
});
