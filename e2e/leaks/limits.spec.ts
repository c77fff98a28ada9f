import { newAccount } from '../directory.ts';
import { expect, send, test, Visitor, type Answer } from './world.ts';

/** How many times the limits of a hospital this stack has (RATE_LIMIT_FACTOR). */
const factorOf = (settings: Record<string, string>) => Number(settings['RATE_LIMIT_FACTOR'] ?? 1);
const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status);
/** So many at a time, in order. */
async function many(n: number, ask: (i: number) => Promise<Answer>, atOnce = 20): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let i = 0; i < n; i += atOnce)
    answers.push(
      ...(await Promise.all(Array.from({ length: Math.min(atOnce, n - i) }, (_, j) => ask(i + j)))),
    );
  return answers;
}

test('26 floods: calls beyond what anybody makes are refused, each of a batch counted, and nobody else with them', async ({
  stack,
}) => {
  const visitor = await Visitor.signIn(stack, 'admin'),
    other = await Visitor.signIn(stack, 'admin');
  const twelve = `/trpc/${Array(12).fill('session.me').join(',')}?batch=1`;
  const first = await visitor.get(twelve);
  expect([first.status, Number(first.headers['x-ratelimit-limit'])]).toEqual([
    200,
    1_200 * factorOf(stack.settings),
  ]);
  const answers = await many(110 * factorOf(stack.settings), () => visitor.get(twelve));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length, 'refused').toBeGreaterThan(0);
  expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused[0]?.text).toContain('TOO_MANY_REQUESTS');
  expect((await other.query('session.me')).status).toBe(200);
});

test('26 floods: pages, signing in, images and the viewer say what is left too', async ({ stack }) => {
  const visitor = await Visitor.signIn(stack, 'admin');
  for (const address of [
    '/patients',
    '/api/auth/providers',
    '/api/health',
    '/ohif/app-config.js',
    '/dicom-web/studies/1.2.3/metadata',
    '/bff/nothing',
    '/bff/session',
    '/no/such/page',
  ])
    expect(Number((await visitor.get(address)).headers['x-ratelimit-limit']), address).toBeGreaterThan(0);
  const nobody = await send(stack, '/sign-in');
  expect(Number(nobody.headers['x-ratelimit-remaining'])).toBeGreaterThanOrEqual(0);
});

test('26 enumeration: who searches for everybody is slowed, then refused, and the officer sees it', async ({
  as,
  fhir,
  stack,
}) => {
  const account = await newAccount(stack, fhir, 'doctor');
  try {
    const visitor = await Visitor.signIn(stack, account.username);
    const answers = await many(70 * factorOf(stack.settings), (i) =>
      visitor.query('patients.search', { query: `${String.fromCharCode(97 + (i % 26))}${i}` }),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.text).toContain('too-many-searches');
    // in another session too: it is the person who is counted
    expect(
      (await (await Visitor.signIn(stack, account.username)).query('patients.search', { query: 'du' }))
        .status,
    ).toBe(429);
    const day = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date());
    const { volumes } = await (
      await as('dpo')
    ).data<{ volumes: { userName: string; of: string; wasStopped: boolean }[] }>('audit.unusual', {
      from: day,
      to: day,
    });
    const found = volumes.filter(({ userName }) => userName.includes(account.name));
    expect(found).toEqual([expect.objectContaining({ of: 'searches', wasStopped: true })]);
  } finally {
    await account.remove();
  }
});

test('26 enumeration: so is who tries matricules, or one closed chart after the other', async ({
  as,
  fhir,
  stack,
}) => {
  const account = await newAccount(stack, fhir, 'doctor');
  try {
    const visitor = await Visitor.signIn(stack, account.username);
    const matricules = await many(14 * factorOf(stack.settings), (i) =>
      visitor.query('patients.search', { query: `184127645108${String(i).padStart(1, '0')}`.slice(0, 13) }),
    );
    expect(matricules.filter(({ text }) => text.includes('too-many-matricules')).length).toBeGreaterThan(0);
    const charts = await many(55 * factorOf(stack.settings), (i) =>
      visitor.query('summary.get', { patientId: `no-such-${i}` }),
    );
    expect(new Set(statusesOf(charts))).toEqual(new Set([403, 429]));
    expect(charts.at(-1)?.text).toContain('too-many-refusals');
    const day = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date());
    const { volumes } = await (
      await as('dpo')
    ).data<{ volumes: { userName: string; of: string }[] }>('audit.unusual', { from: day, to: day });
    expect(
      volumes.filter(({ userName }) => userName.includes(account.name)).map((volume) => volume.of),
    ).toEqual(expect.arrayContaining(['refusals', 'searches']));
  } finally {
    await account.remove();
  }
});
