import type { Resource } from '../fhir.ts';
import { keyOf, laboratory, narrative, secretWord, withheld } from './labelled.ts';
import { expect, test } from './world.ts';

/** What a patient is not shown of the own chart: what is being written, and who else is in it. */
const subject = { reference: 'Patient/pat-demo' };
const patientId = 'pat-demo';
const coded = (text: string) => ({ text });
const at = '2026-05-01T08:00:00Z';

/** Each as it is while it is written, then as it is given out. */
const drafts: Record<string, [from: string, to: string, build: (word: string) => Resource]> = {
  Composition: [
    'preliminary',
    'final',
    (word) => ({
      resourceType: 'Composition',
      subject,
      type: coded(word),
      date: at,
      author: [{ display: 'x' }],
      title: word,
    }),
  ],
  ClinicalImpression: [
    'in-progress',
    'completed',
    (word) => ({ resourceType: 'ClinicalImpression', subject, summary: word, description: word }),
  ],
  Media: [
    'in-progress',
    'completed',
    (word) => ({ resourceType: 'Media', subject, reasonCode: [coded(word)], content: { title: word } }),
  ],
  QuestionnaireResponse: [
    'in-progress',
    'completed',
    (word) => ({ resourceType: 'QuestionnaireResponse', subject, item: [{ linkId: '1', text: word }] }),
  ],
  RiskAssessment: [
    'preliminary',
    'final',
    (word) => ({ resourceType: 'RiskAssessment', subject, code: coded(word), mitigation: word }),
  ],
  ServiceRequest: [
    'draft',
    'active',
    (word) => ({ resourceType: 'ServiceRequest', intent: 'order', subject, code: coded(word) }),
  ],
  MedicationRequest: [
    'draft',
    'active',
    (word) => ({
      resourceType: 'MedicationRequest',
      intent: 'order',
      subject,
      medicationCodeableConcept: coded(word),
    }),
  ],
  CarePlan: [
    'draft',
    'active',
    (word) => ({ resourceType: 'CarePlan', intent: 'plan', subject, title: word, description: word }),
  ],
  Communication: [
    'preparation',
    'completed',
    (word) => ({ resourceType: 'Communication', subject, payload: [{ contentString: word }] }),
  ],
  DiagnosticReport: [
    'preliminary',
    'final',
    (word) => ({ resourceType: 'DiagnosticReport', subject, code: coded(word), conclusion: word }),
  ],
  Task: [
    'draft',
    'requested',
    (word) => ({ resourceType: 'Task', intent: 'order', for: subject, description: word }),
  ],
  Invoice: ['draft', 'issued', (word) => ({ resourceType: 'Invoice', subject, note: [{ text: word }] })],
  DetectedIssue: [
    'preliminary',
    'final',
    (word) => ({ resourceType: 'DetectedIssue', patient: subject, code: coded(word), detail: word }),
  ],
  NutritionOrder: [
    'draft',
    'active',
    (word) => ({
      resourceType: 'NutritionOrder',
      intent: 'order',
      patient: subject,
      dateTime: at,
      oralDiet: { type: [coded(word)] },
    }),
  ],
};
for (const [type, [from, to, build]] of Object.entries(drafts)) {
  test(`12 drafts: a patient sees no ${type} that is ${from}`, async ({ as, fhir }) => {
    const word = secretWord(),
      patient = await as('patient');
    const draft = await fhir.create({ ...build(word), status: from });
    const read = { patientId, type, id: draft.id };
    try {
      const before = await patient.query('record.types', { patientId });
      for (const path of ['record.read', 'record.history', 'record.version'])
        expect((await patient.query(path, { ...read, versionId: '1' })).status, path).toBe(404);
      for (const path of ['record.list', 'timeline.list', 'summary.get', 'results.list', 'medications.list'])
        expect((await patient.query(path, { patientId, type })).text, path).not.toContain(word);
      await fhir.update({ ...draft, status: to });
      expect((await patient.query('record.read', read)).text).toContain(word);
      expect(
        (await patient.query('record.version', { ...read, versionId: '1' })).status,
        'the draft that it was',
      ).toBe(404);
      expect((await patient.query('record.types', { patientId })).text).not.toBe(before.text);
    } finally {
      await fhir.request('DELETE', keyOf(draft));
    }
  });
}
test('12 drafts: a result that is told later is not told by the report it stands in', async ({
  as,
  fhir,
}) => {
  const word = secretWord(),
    patient = await as('patient');
  const made: string[] = [];
  const create = async (resource: Resource) => {
    const key = keyOf(await fhir.create(resource));
    made.unshift(key);
    return key;
  };
  const result = (more: object) =>
    create({
      resourceType: 'Observation',
      category: laboratory,
      subject,
      code: coded('x'),
      effectiveDateTime: at,
      valueQuantity: { value: 1, unit: 'mmol/L' },
      status: 'final',
      ...more,
    });
  const early = await result({ status: 'preliminary' }),
    told = await result({ meta: withheld }),
    plain = await result({});
  const report = await create({
    resourceType: 'DiagnosticReport',
    status: 'final',
    subject,
    code: coded('Bilan'),
    effectiveDateTime: at,
    result: [early, told]
      .map((reference) => ({ reference, display: word }))
      .concat([{ reference: plain, display: 'x' }]),
    conclusion: word,
    text: narrative(word),
  });
  const withheldStay = await create({
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'IMP' },
    subject,
    meta: withheld,
  });
  const ofStay = await create({
    resourceType: 'Condition',
    subject,
    code: coded(word),
    encounter: { reference: withheldStay },
  });
  try {
    for (const path of ['results.list', 'timeline.list', 'summary.get', 'problems.list'])
      expect((await patient.query(path, { patientId })).text, path).not.toContain(word);
    const { reports } = await patient.data<{ reports: { id: string; missing: number }[] }>('results.list', {
      patientId,
    });
    expect(reports.find(({ id }) => report.endsWith(id))?.missing).toBe(0);
    const id = report.split('/')[1];
    const { text } = await patient.query('record.read', { patientId, type: 'DiagnosticReport', id });
    expect(text).toContain('Bilan');
    for (const secret of [word, early, told]) expect(text).not.toContain(secret);
    expect(
      (await patient.query('record.read', { patientId, type: 'Condition', id: ofStay.split('/')[1] })).status,
    ).toBe(404);
  } finally {
    for (const key of made) await fhir.request('DELETE', key);
  }
});

interface Others {
  /** References with a name: to a patient, and to somebody beside that patient. */
  patient: object;
  relative: object;
  name: string;
}
const naming: Record<string, (others: Others) => Resource> = {
  'Communication.recipient': ({ patient, relative }) => ({
    resourceType: 'Communication',
    status: 'completed',
    subject,
    recipient: [patient, relative],
  }),
  'Coverage.subscriber and policyHolder': ({ patient, relative }) => ({
    resourceType: 'Coverage',
    status: 'active',
    beneficiary: subject,
    subscriber: patient,
    policyHolder: relative,
    payor: [{ display: 'CPAM' }],
  }),
  'Account.subject and guarantor': ({ patient, relative }) => ({
    resourceType: 'Account',
    status: 'active',
    subject: [subject, patient],
    guarantor: [{ party: relative }],
  }),
  'Procedure.performer': ({ patient, relative }) => ({
    resourceType: 'Procedure',
    status: 'completed',
    subject,
    code: coded('x'),
    performer: [{ actor: patient }, { actor: relative }],
  }),
  'Observation.performer and focus': ({ patient, relative }) => ({
    resourceType: 'Observation',
    status: 'final',
    subject,
    code: coded('x'),
    performer: [relative],
    focus: [patient],
  }),
  'DocumentReference.author': ({ patient, relative }) => ({
    resourceType: 'DocumentReference',
    status: 'current',
    subject,
    author: [patient, relative],
    content: [{ attachment: { title: 'x' } }],
  }),
  'CareTeam.participant': ({ patient, relative }) => ({
    resourceType: 'CareTeam',
    status: 'active',
    subject,
    participant: [{ member: patient }, { member: relative }],
  }),
  'Encounter.participant': ({ relative }) => ({
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'AMB' },
    subject,
    participant: [{ individual: relative }],
  }),
  'Task.requester and owner': ({ patient, relative }) => ({
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    for: subject,
    requester: patient,
    owner: relative,
  }),
  'Provenance.agent': ({ patient, relative }) => ({
    resourceType: 'Provenance',
    target: [subject],
    recorded: at,
    agent: [{ who: patient, onBehalfOf: relative }],
  }),
  'a note by somebody': ({ relative }) => ({
    resourceType: 'Condition',
    subject,
    code: coded('x'),
    note: [{ authorReference: relative, text: 'x' }],
  }),
  'a contained Patient and RelatedPerson': ({ name }) => ({
    resourceType: 'Communication',
    status: 'completed',
    subject,
    contained: [
      { resourceType: 'Patient', id: 'p', name: [{ family: name }] },
      { resourceType: 'RelatedPerson', id: 'r', patient: { reference: '#p' }, name: [{ family: name }] },
    ],
    sender: { reference: '#p', display: name },
    recipient: [{ reference: '#r', display: name }],
  }),
  'an extension': ({ patient }) => ({
    resourceType: 'Flag',
    status: 'active',
    code: coded('x'),
    subject,
    extension: [{ url: 'https://keneyapp.example/x', valueReference: patient }],
  }),
  'a person by identifier': ({ name }) => ({
    resourceType: 'Account',
    status: 'active',
    subject: [
      subject,
      { type: 'Patient', identifier: { system: 'https://keneyapp.example/ipp', value: name }, display: name },
    ],
  }),
};
for (const [what, build] of Object.entries(naming)) {
  test(`11 others: ${what} names nobody else, to the patient and to staff`, async ({
    as,
    fhir,
    world: { theirs, mine },
  }) => {
    const { id } = await fhir.create({
      resourceType: 'RelatedPerson',
      patient: { reference: theirs.reference },
      name: [{ family: theirs.family }],
    });
    const others: Others = {
      patient: { reference: theirs.reference, display: theirs.family },
      relative: { reference: `RelatedPerson/${id}`, display: theirs.family },
      name: theirs.family,
    };
    for (const [username, own] of [
      ['patient', { reference: 'Patient/pat-demo' }],
      ['medecin', { reference: mine.reference }],
    ] as const) {
      const built = JSON.parse(
        JSON.stringify({ ...build(others), text: narrative(theirs.family) }).replaceAll(
          'Patient/pat-demo',
          own.reference,
        ),
      ) as Resource;
      const naming = await fhir.create(built);
      const reader = await as(username),
        chart = own.reference.replace('Patient/', ''),
        type = naming.resourceType;
      for (const [path, input] of [
        ['record.read', { patientId: chart, type, id: naming.id }],
        ['record.version', { patientId: chart, type, id: naming.id, versionId: '1' }],
        ['record.list', { patientId: chart, type }],
        ['timeline.list', { patientId: chart }],
        ['documents.list', { patientId: chart }],
      ] as const) {
        const answer = await reader.query(path, input);
        expect(answer.status, `${username} ${path}`).toBe(200);
        expect(answer.text, `${username} ${path}`).not.toContain(theirs.family);
        expect(answer.text, `${username} ${path}`).not.toContain(theirs.id);
        expect(answer.text, `${username} ${path}`).not.toContain(`RelatedPerson/${id}`);
      }
      await fhir.request('DELETE', keyOf(naming));
    }
  });
}
test('24 accesses: the patient’s list names no other patient, and nothing was looked at that was refused', async ({
  as,
}) => {
  const other = await as('patient2');
  for (const path of ['patients.banner', 'summary.get'])
    expect((await other.query(path, { patientId })).status).toBe(403);
  const answer = await (await as('patient')).query('accesses.list', { patientId });
  expect(answer.text).not.toMatch(/Vidal|Pauline/);
  const { days } = (
    JSON.parse(answer.text) as {
      result: {
        data: { days: { people: { name: string | null; isRefused: boolean; features: string[] }[] }[] };
      };
    }
  ).result.data;
  const refused = days.flatMap(({ people }) => people).filter(({ isRefused }) => isRefused);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.flatMap(({ features }) => features)).toEqual([]);
});
