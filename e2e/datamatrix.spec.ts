import { birthDateOf, buildDatamatrix, insKey, unsaidBirthDate } from '@keneyapp/clinical';
import { expect, expectAccessible, test } from './fixtures.ts';
import { openSearch } from './pages/patients.ts';

const pick = (from: number, to: number) => from + Math.floor(Math.random() * (to - from + 1));
const letters = () => Array.from({ length: 8 }, () => 'BCDFGLMPRTVZ'[pick(0, 11)]).join('A');

/** The code of somebody whom nobody registered yet. */
function somebody(): { family: string; code: string } {
  const family = `ZD${letters()}`;
  const [year, month] = [pick(1931, 1999), pick(10, 12)];
  const thirteen = `2${String(year).slice(2)}${month}37261${String(pick(1, 999)).padStart(3, '0')}`;
  const code = buildDatamatrix({
    matricule: thirteen + (insKey(thirteen) ?? ''),
    oid: '1.2.250.1.213.1.4.10',
    traits: {
      birthName: family,
      givenNames: ['AGNES', 'MARIE'],
      firstGivenName: 'AGNES',
      birthDate: birthDateOf(`${year}-${month}-${pick(10, 28)}`) ?? unsaidBirthDate,
      sex: 'female',
      birthPlace: { code: '37261', name: null },
    },
  });
  return { family, code };
}

test('from a datamatrix to a registered patient: counted clicks', async ({ signedInPage }) => {
  const { family, code } = somebody();
  const page = await signedInPage('secretary');
  await openSearch(page);
  let clicks = 0;
  const click = async (what: ReturnType<typeof page.getByRole>) => {
    await what.click();
    clicks += 1;
  };
  await click(page.getByRole('main').getByRole('link', { name: 'Enregistrer un patient' }).first());
  await click(page.getByRole('textbox', { name: 'Lire le datamatrix INS' }));
  // as a scanner that types: the text, then Enter
  await page.keyboard.insertText(code);
  await page.keyboard.press('Enter');
  const birthName = page.getByRole('textbox', { name: 'Nom de naissance', exact: true });
  await expect(birthName).toHaveValue(family);
  await expectAccessible(page);
  await click(page.getByRole('button', { name: 'Enregistrer', exact: true }));
  await expect(page.getByRole('heading', { name: /enregistrement fait/ })).toBeFocused();
  expect(clicks).toBeLessThanOrEqual(3);
  // a code that was only scanned proves nothing until INSi answered
  await expect(page.getByText('provisoire').first()).toBeVisible();
});

test('a camera that is refused says what to do, and takes nothing that was typed', async ({
  signedInPage,
}) => {
  const page = await signedInPage('secretary');
  await page.goto('/identities/new');
  await page.getByRole('textbox', { name: 'Nom de naissance', exact: true }).fill('Durand');
  await page.getByRole('button', { name: 'Caméra' }).click();
  const dialog = page.getByRole('dialog', { name: 'Lire avec la caméra' });
  await expect(dialog.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Fermer' }).click();
  await expect(page.getByRole('textbox', { name: 'Nom de naissance', exact: true })).toHaveValue('Durand');
});
