import AxeBuilder from '@axe-core/playwright';
import {
  test as base,
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test';
import { accountOf, type Role, type SecondPerson } from './accounts.ts';
import { newAccount, type TestAccount } from './directory.ts';
import { FhirAsSystem, newPatient, type TestPatient } from './fhir.ts';
import { signedInState, type StorageState } from './signed-in.ts';
import { stackOf, type StackUnderTest } from './stack.ts';

interface WorkerFixtures {
  stack: StackUnderTest;
  fhir: FhirAsSystem;
  /** Cookies of this user name, who signs in now. */
  newState: (username: string) => Promise<StorageState>;
  /** Cookies of a signed-in person of the demonstration: signed in once per worker. Tests that end sessions take another. */
  stateOf: (who: Role | SecondPerson) => Promise<StorageState>;
}
interface TestFixtures {
  /** A page in a browser of its own where this person, or the first one of this role, is signed in. */
  signedInPage: (who: Role | SecondPerson, options?: BrowserContextOptions) => Promise<Page>;
  /** A page in a browser of its own where nobody is signed in. */
  freshPage: (options?: BrowserContextOptions) => Promise<Page>;
  /** A patient that belongs to this test alone. */
  patient: TestPatient;
  /** A doctor’s account that belongs to this test alone; gone when it ends. */
  account: TestAccount;
}

/** What a page must never do, whatever the test looks at: throw, be stopped by the CSP, ask anything of another host. */
function watchPages(context: BrowserContext, stack: StackUnderTest, faults: string[]) {
  const own = new Set(
    [stack.publicUrl, stack.settings['OIDC_ISSUER']].flatMap((url) => (url ? [new URL(url).host] : [])),
  );
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && !own.has(url.host))
      faults.push(`asked ${url.host}`);
  });
  context.on('weberror', (error) => {
    faults.push(`page error: ${error.error().stack ?? error.error().message}`);
  });
  context.on('console', (message) => {
    if (/Content.Security.Policy|hydrat/i.test(message.text()) && message.type() === 'error')
      faults.push(`console: ${message.text().slice(0, 300)}`);
  });
}

async function open(
  browser: Browser,
  stack: StackUnderTest,
  faults: string[],
  options: BrowserContextOptions,
) {
  const context = await browser.newContext({
    baseURL: stack.publicUrl,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  watchPages(context, stack, faults);
  return context;
}

export const test = base.extend<TestFixtures & { faults: string[] }, WorkerFixtures>({
  stack: [async ({}, use) => use(stackOf()), { scope: 'worker' }],
  fhir: [async ({ stack }, use) => use(new FhirAsSystem(stack)), { scope: 'worker' }],
  newState: [
    async ({ browser, playwright, stack }, use) => {
      // the list of sessions names the browser
      const userAgent = `Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 Chrome/${browser.version()} Safari/537.36`;
      await use((username) => signedInState(playwright.request, stack, username, userAgent));
    },
    { scope: 'worker' },
  ],
  stateOf: [
    async ({ newState }, use) => {
      const states = new Map<Role | SecondPerson, Promise<StorageState>>();
      await use((who) => {
        const known = states.get(who) ?? newState(accountOf(who).username);
        states.set(who, known);
        return known;
      });
    },
    { scope: 'worker' },
  ],

  faults: async ({}, use) => {
    const faults: string[] = [];
    await use(faults);
    expect(faults, 'what the pages did besides').toEqual([]);
  },
  freshPage: async ({ browser, stack, faults }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await open(browser, stack, faults, options);
      contexts.push(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
  signedInPage: async ({ freshPage, stateOf }, use) => {
    await use(async (who, options = {}) => freshPage({ storageState: await stateOf(who), ...options }));
  },
  patient: async ({ fhir }, use) => use(await newPatient(fhir)),
  account: async ({ stack, fhir }, use) => {
    const account = await newAccount(stack, fhir, 'doctor');
    await use(account);
    await account.remove();
  },
});

/** WCAG 2.2 A and AA and axe's best practices: nothing to complain of on this page, as it is now. `known` rules, and what is in `except`, are left out. */
export async function expectAccessible(page: Page, where = '', known: string[] = [], except: string[] = []) {
  expect(await accessibilityProblems(page, known, except), `axe on ${where || page.url()}`).toEqual([]);
}

export async function accessibilityProblems(
  page: Page,
  known: string[] = [],
  except: string[] = [],
): Promise<string[]> {
  const builder = new AxeBuilder({ page });
  for (const part of except) builder.exclude(part);
  const { violations } = await builder
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    // one page to put the results of frames together costs as much as the rules; without frames there is nothing to put together
    .disableRules(known)
    .setLegacyMode(page.frames().length === 1)
    .analyze();
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} · ${nodes
        .slice(0, 3)
        .map((node) => `${node.target.join(' ')} (${node.failureSummary?.split('\n')[1]?.trim() ?? ''})`)
        .join(' · ')}`,
  );
}

export { expect };
