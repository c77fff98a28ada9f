import type { Resource } from '../fhir.ts';
import { laboratory, narrative, onTheWard, recorded, secretWord, type Target } from './labelled.ts';
import { expect, test, type Visitor } from './world.ts';

/** Family 12: what is hidden is not told by what points at it, and hides what belongs to it. */
interface Place {
  subject: { reference: string };
  stay: { reference: string };
  /** The reference to something hidden, with its display. */
  hidden: object;
  /** One to something that is not. */
  plain: object;
  word: string;
}
const coded = (text: string) => ({ text });

/** What the element takes, where that is no problem. */
const pointsAt: Record<string, Target> = {
  'DiagnosticReport.result': 'Observation',
  'CarePlan.activity': 'ServiceRequest',
  'Observation.hasMember': 'Observation',
  'Goal.outcomeReference': 'Observation',
  'a report of nothing else': 'Observation',
};

/** What still shows, without what it points at. */
const gatherers: Record<string, (place: Place) => Resource> = {
  'DiagnosticReport.result': ({ subject, hidden, plain, word }) => ({
    resourceType: 'DiagnosticReport',
    status: 'final',
    subject,
    code: coded('Bilan'),
    result: [hidden, plain],
    conclusion: word,
    text: narrative(word),
  }),
  'Encounter.diagnosis and reasonReference': ({ subject, hidden, word }) => ({
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'IMP' },
    subject,
    period: { start: '2026-01-01T08:00:00Z', end: '2026-01-02T08:00:00Z' },
    diagnosis: [{ condition: hidden, rank: 1 }],
    reasonReference: [hidden],
    reasonCode: [coded(word)],
    text: narrative(word),
  }),
  'List.entry': ({ subject, hidden, plain, word }) => ({
    resourceType: 'List',
    status: 'current',
    mode: 'working',
    subject,
    entry: [{ item: hidden, flag: coded(word) }, { item: plain }],
    note: [{ text: word }],
    text: narrative(word),
  }),
  'CarePlan.addresses and outcomes': ({ subject, hidden, plain, word }) => ({
    resourceType: 'CarePlan',
    status: 'active',
    intent: 'plan',
    subject,
    title: 'Projet',
    addresses: [hidden, plain],
    activity: [{ outcomeReference: [hidden, plain] }],
    description: word,
  }),
  'CarePlan.activity': ({ subject, hidden, plain, word }) => ({
    resourceType: 'CarePlan',
    status: 'active',
    intent: 'plan',
    subject,
    title: 'Projet',
    activity: [{ reference: hidden }, { reference: plain }],
    description: word,
  }),
  'Provenance.target and entity': ({ hidden, subject }) => ({
    resourceType: 'Provenance',
    target: [subject, hidden],
    recorded: '2026-05-01T08:00:00Z',
    agent: [{ who: { display: 'x' } }],
    entity: [{ role: 'source', what: hidden }],
  }),
  'Composition.section.entry': ({ subject, hidden, plain, word }) => ({
    resourceType: 'Composition',
    status: 'final',
    subject,
    type: coded('Lettre'),
    date: '2026-05-01T08:00:00Z',
    author: [{ display: 'x' }],
    title: 'Lettre',
    section: [{ title: 'Antécédents', entry: [hidden, plain], text: narrative(word) }],
  }),
  'Observation.hasMember': ({ subject, hidden, plain }) => ({
    resourceType: 'Observation',
    status: 'final',
    category: laboratory,
    subject,
    code: coded('Panel'),
    effectiveDateTime: '2026-05-01T08:00:00Z',
    hasMember: [hidden, plain],
  }),
  'ClinicalImpression.problem and finding': ({ subject, hidden, plain, word }) => ({
    resourceType: 'ClinicalImpression',
    status: 'completed',
    subject,
    problem: [hidden, plain],
    finding: [{ itemReference: hidden, basis: word }, { itemReference: plain }],
    summary: word,
  }),
  'Condition.evidence': ({ subject, hidden }) => ({
    resourceType: 'Condition',
    subject,
    code: coded('x'),
    evidence: [{ detail: [hidden] }],
  }),
  'Goal.outcomeReference': ({ subject, hidden }) => ({
    resourceType: 'Goal',
    lifecycleStatus: 'active',
    subject,
    description: coded('x'),
    outcomeReference: [hidden],
  }),
  'Claim.diagnosis': ({ subject, hidden }) => ({
    resourceType: 'Claim',
    status: 'active',
    use: 'claim',
    type: coded('x'),
    patient: subject,
    created: '2026-05-01',
    provider: { display: 'x' },
    priority: coded('x'),
    insurance: [{ sequence: 1, focal: true, coverage: { display: 'x' } }],
    diagnosis: [{ sequence: 1, diagnosisReference: hidden }],
  }),
  'QuestionnaireResponse.item.answer': ({ subject, hidden }) => ({
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    subject,
    item: [{ linkId: '1', answer: [{ valueReference: hidden }] }],
  }),
  'an extension': ({ subject, hidden }) => ({
    resourceType: 'Flag',
    status: 'active',
    code: coded('x'),
    subject,
    extension: [{ url: 'https://keneyapp.example/x', valueReference: hidden }],
  }),
  'a contained resource': ({ subject, hidden, word }) => ({
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'order',
    subject,
    code: coded('x'),
    contained: [
      {
        resourceType: 'Procedure',
        id: 'c',
        status: 'completed',
        subject,
        reasonReference: [hidden],
        reasonCode: [coded(word)],
      },
    ],
    supportingInfo: [{ reference: '#c' }],
  }),
  'a reference without a target': ({ subject, word }) => ({
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'order',
    subject,
    code: coded('x'),
    supportingInfo: [{ reference: 'Condition/there-is-none', display: word }],
  }),
};

/** What is hidden like what it points at. */
const alike: Record<string, (place: Place) => Resource> = {
  'Procedure.reasonReference': ({ subject, hidden, word }) => ({
    resourceType: 'Procedure',
    status: 'completed',
    subject,
    code: coded(word),
    performedDateTime: '2026-05-01T08:00:00Z',
    reasonReference: [hidden],
  }),
  'ServiceRequest.reasonReference': ({ subject, hidden, word }) => ({
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'order',
    subject,
    code: coded(word),
    reasonReference: [hidden],
  }),
  'Observation.focus': ({ subject, hidden, word }) => ({
    resourceType: 'Observation',
    status: 'final',
    category: laboratory,
    subject,
    code: coded(word),
    effectiveDateTime: '2026-05-01T08:00:00Z',
    focus: [hidden],
  }),
  'DocumentReference.context.related': ({ subject, hidden, word }) => ({
    resourceType: 'DocumentReference',
    status: 'current',
    subject,
    description: word,
    content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(word).toString('base64') } }],
    context: { related: [hidden] },
  }),
  'a report of nothing else': ({ subject, hidden, word }) => ({
    resourceType: 'DiagnosticReport',
    status: 'final',
    subject,
    code: coded(word),
    result: [hidden],
  }),
  'a list of nothing else': ({ subject, hidden, word }) => ({
    resourceType: 'List',
    status: 'current',
    mode: 'working',
    title: word,
    subject,
    entry: [{ item: hidden }],
  }),
};

/** Every page that may show a resource of this type. */
async function everyAnswer(reader: Visitor, patientId: string, type: string, id: string) {
  const resource = { patientId, type, id };
  return Promise.all(
    (
      [
        ['record.read', resource],
        ['record.version', { ...resource, versionId: '1' }],
        ['record.list', { patientId, type }],
        ...[
          'summary',
          'timeline',
          'results',
          'encounters',
          'medications',
          'problems',
          'documents',
          'imaging',
        ].map((page) => [page === 'summary' ? 'summary.get' : `${page}.list`, { patientId }] as const),
      ] as const
    ).map(async ([path, input]) => [path, await reader.query(path, input)] as const),
  );
}

for (const [what, build] of Object.entries(gatherers)) {
  test(`12 references: ${what} tells nothing of what is hidden, and what is not stays`, async ({
    as,
    fhir,
  }) => {
    const word = secretWord(),
      { id, subject, stay } = await onTheWard(fhir);
    const target = pointsAt[what] ?? 'Condition';
    const key = await recorded(fhir, target, subject, word, 'HIV');
    const plain = await recorded(fhir, target, subject, 'Asthme');
    const pointing = await fhir.create(
      build({
        subject,
        stay: { reference: stay },
        hidden: { reference: key, display: word },
        plain: { reference: plain, display: 'Asthme' },
        word,
      }),
    );
    const answers = await everyAnswer(await as('infirmier'), id, pointing.resourceType, pointing.id);
    for (const [path, answer] of answers) {
      expect(answer.status, path).toBe(200);
      expect(answer.text, path).not.toContain(word);
      expect(answer.text, path).not.toContain(key);
    }
    expect(answers[0]?.[1].text).toContain(pointing.id);
    expect(
      (
        await (
          await as('medecin')
        ).query('record.read', { patientId: id, type: pointing.resourceType, id: pointing.id })
      ).text,
      'who sees the whole chart reads it',
    ).toContain(what === 'a reference without a target' ? pointing.id : word);
  });
}

for (const [what, build] of Object.entries(alike)) {
  test(`12 shared labels: ${what} is hidden like what it leads to`, async ({ as, fhir }) => {
    const word = secretWord(),
      { id, subject, stay } = await onTheWard(fhir);
    const key = await recorded(fhir, pointsAt[what] ?? 'Condition', subject, secretWord(), 'HIV');
    const pointing = await fhir.create(
      build({ subject, stay: { reference: stay }, hidden: { reference: key }, plain: {}, word }),
    );
    const answers = await everyAnswer(await as('infirmier'), id, pointing.resourceType, pointing.id);
    for (const [path, answer] of answers) {
      expect(answer.status, path).toBe(path === 'record.read' || path === 'record.version' ? 404 : 200);
      expect(answer.text, path).not.toContain(word);
    }
    if (pointing.resourceType === 'DocumentReference')
      expect((await (await as('infirmier')).get(`/bff/documents/${id}/${pointing.id}/0`)).status).toBe(404);
    const types = await (
      await as('infirmier')
    ).data<{ types: { type: string; count: number }[] }>('record.types', { patientId: id });
    expect(types.types.find(({ type }) => type === pointing.resourceType)).toBeUndefined();
  });
}
