import type { Page } from '@playwright/test';
import { accountOf, type Role } from './accounts.ts';
import { accessibilityProblems, expect, expectAccessible, test } from './fixtures.ts';
import { long, turn } from './long.ts';
import { banner, sections } from './pages/chart.ts';
import { expectFocusShown } from './pages/focus.ts';
import { openAccountMenu, openPalette } from './pages/shell.ts';
import { goToProvider } from './pages/sign-in.ts';

const demo = (accountOf('patient').fhirUser ?? '').replace('Patient/', '');
interface Place {
  name: string;
  role: Role;
  address: string;
}
const places: Place[] = [
  ...(['doctor', 'nurse', 'secretary', 'dpo', 'admin'] as const).map((role) => ({
    name: `start page of ${role}`,
    role,
    address: '/home',
  })),
  { name: 'patients', role: 'doctor', address: '/patients' },
  { name: 'agenda', role: 'secretary', address: '/agenda' },
  { name: 'new appointment', role: 'secretary', address: '/agenda/new?kind=cardio-suivi' },
  { name: 'rules of the agenda', role: 'secretary', address: '/agenda/rules' },
  { name: 'waiting list', role: 'secretary', address: '/agenda/waiting' },
  { name: 'clashes', role: 'secretary', address: '/agenda/waiting?view=clashes' },
  { name: 'absence of a practitioner', role: 'secretary', address: '/agenda/absence' },
  { name: 'tasks', role: 'secretary', address: '/tasks' },
  { name: 'registration of a patient', role: 'secretary', address: '/identities/new' },
  { name: 'identities to deal with', role: 'secretary', address: '/identities' },
  { name: 'accounts', role: 'admin', address: '/administration/people' },
  { name: 'own sessions', role: 'nurse', address: '/session' },
  { name: 'sessions', role: 'admin', address: '/administration/sessions' },
  { name: 'settings', role: 'admin', address: '/administration/settings' },
  { name: 'terminologies', role: 'data-manager', address: '/terminology' },
  { name: 'search of codes', role: 'data-manager', address: '/terminology/search' },
  { name: 'abbreviations', role: 'data-manager', address: '/terminology/abbreviations' },
  { name: 'favourites of services', role: 'data-manager', address: '/terminology/favourites' },
  { name: 'words without a code', role: 'data-manager', address: '/terminology/uncoded' },
  { name: 'audit trail', role: 'dpo', address: '/audit' },
  { name: 'unusual accesses', role: 'dpo', address: '/audit/unusual' },
  { name: 'who opened a chart, for the officer', role: 'dpo', address: `/audit/patients/${demo}` },
  { name: 'consents, for the officer', role: 'dpo', address: `/audit/patients/${demo}/consents` },
  { name: 'who opened the own chart', role: 'patient', address: `/patients/${demo}/accesses` },
  { name: 'emergency accesses to review', role: 'dpo', address: '/reviews' },
  { name: 'own emergency accesses', role: 'doctor', address: '/emergency' },
  { name: 'consents of a patient', role: 'patient', address: `/patients/${demo}/consents` },
  { name: 'chart of a secretary', role: 'secretary', address: `/patients/${demo}/summary` },
  { name: 'appointments of a chart', role: 'secretary', address: `/patients/${demo}/appointments` },
  { name: 'own appointments in the record', role: 'patient', address: `/patients/${demo}/appointments` },
  { name: 'screen of a waiting room', role: 'secretary', address: '/agenda/wall' },
  { name: 'a stay', role: 'doctor', address: `/patients/${demo}/encounters/demo-enc-2` },
  { name: 'own record of a patient', role: 'patient', address: `/patients/${demo}/summary` },
  ...sections.map((section) => ({
    name: section,
    role: 'doctor' as const,
    address: `/patients/${demo}/${section}`,
  })),
];
/** Both themes and both languages, on a wide screen, a tablet, at 200 % zoom of a wide screen, and on a phone. */
const widths = [1440, 1024, 720, 390] as const;
const looks = [
  { colorScheme: 'light', language: 'fr' },
  { colorScheme: 'dark', language: 'en' },
] as const;
type Look = (typeof looks)[number];
/** Each run looks at each page once, in another way each time. */
const wayOf = (page: number) => {
  const way = (page * 5 + turn) % (looks.length * widths.length);
  return { look: looks[way % 2] ?? looks[0], width: widths[way >> 1] ?? widths[0] };
};

async function settled(page: Page) {
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.waitForLoadState('load');
}

/** A text whose translation is missing shows its key: `results.title`. */
async function expectTranslated(page: Page) {
  const namespaces =
    'accesses|audit|administration|consents|emergency|reviews|shell|session|common|patients|summary|problems|allergies|medications|results|vitals|documents|imaging|encounters|immunizations|procedures|family|flags|habits|implants|timeline|record|identities|appointments|drafts|live|start|terminology|wards|tasks';
  expect(
    (await page.locator('body').innerText()).match(
      new RegExp(`\\b(${namespaces})\\.[a-zA-Z]+(\\.[a-zA-Z-]+)*\\b`, 'g'),
    ),
  ).toBeNull();
}

const openAs = test.extend<{ open: (place: Place, look: Look, width: number) => Promise<Page> }>({
  open: async ({ signedInPage, stack }, use) => {
    await use(async ({ role, address }, { colorScheme, language }, width) => {
      const page = await signedInPage(role, { colorScheme, viewport: { width, height: 900 } });
      await page.context().addCookies([{ name: 'NEXT_LOCALE', value: language, url: stack.publicUrl }]);
      await page.goto(address);
      await settled(page);
      if (address.startsWith('/patients/')) await expect(banner(page)).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      return page;
    });
  },
});

/** As high as its content: what lies below the bar of a phone now is scrolled out from under it, and not covered. */
async function showWhole(page: Page, width: number) {
  await expect(async () => {
    const height = await contentHeight(page);
    await page.setViewportSize({ width, height });
    expect(await contentHeight(page)).toBeLessThanOrEqual(height);
  }).toPass();
}
const contentHeight = (page: Page) => page.evaluate(() => document.documentElement.scrollHeight);

async function expectPlaceAccessible(page: Page, { name }: Place, look: Look, width: number) {
  // start pages are live: what another test writes makes one higher while it is looked at. A fault is found each time
  for (const isLast of [false, false, true]) {
    await showWhole(page, width);
    const found = await accessibilityProblems(page);
    if (found.length > 0 && !isLast) continue;
    return expect(found, `axe on ${name}, ${look.colorScheme}, ${look.language}, ${width} px`).toEqual([]);
  }
}

async function expectNothingSideways(page: Page, width: number) {
  await page.setViewportSize({ width, height: 900 });
  await expect
    .poll(
      () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      { message: `sideways at ${width} px` },
    )
    .toBeLessThanOrEqual(0);
}

for (const [n, place] of places.entries()) {
  const { look, width } = wayOf(n);
  openAs(
    `${place.name}: axe finds nothing, every text is there, nothing scrolls sideways`,
    async ({ open }) => {
      const page = await open(place, look, width);
      await expectPlaceAccessible(page, place, look, width);
      await expectFocusShown(page, place.name);
      await expectTranslated(page);
      for (const narrow of widths.slice(1)) await expectNothingSideways(page, narrow);
    },
  );

  const title = `${place.name} in every look and width`;
  openAs(title, long(title), async ({ open }) => {
    openAs.setTimeout(600_000);
    for (const each of looks) {
      const page = await open(place, each, widths[0]);
      await expectTranslated(page);
      for (const any of widths) {
        await expectNothingSideways(page, any);
        await expectPlaceAccessible(page, place, each, any);
      }
      await page.context().close();
    }
  });
}

test('sign-in page and provider’s form', async ({ freshPage }) => {
  for (const { colorScheme } of looks) {
    const page = await freshPage({ colorScheme });
    await page.goto('/sign-in');
    await expect(page.getByRole('button', { name: 'Se connecter' })).toBeVisible();
    await expectAccessible(page);
    await goToProvider(page);
    await expectAccessible(page);
  }
});

test('palette, account menu and help of the keys', async ({ signedInPage }) => {
  for (const { colorScheme } of looks) {
    const page = await signedInPage('doctor', { colorScheme });
    await page.goto(`/patients/${demo}/summary`);
    await settled(page);
    await openPalette(page);
    await page.keyboard.type('du');
    await expect(page.getByRole('option').first()).toBeVisible();
    await expectAccessible(page, `palette, ${colorScheme}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await openAccountMenu(page);
    await expectAccessible(page, `account menu, ${colorScheme}`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, `keys, ${colorScheme}`);
  }
});
