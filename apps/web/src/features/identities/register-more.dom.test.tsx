import type { LookAlike, LookAlikesView } from '@keneyapp/bff/features/identities/view';
import { birthDateOf, buildDatamatrix, insKey, unsaidBirthDate } from '@keneyapp/clinical';
import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { lastSearch } from '../../components/use-live-search.ts';
import { refusal, type Answers } from '../../testing/answers.ts';
import { doctor, identity } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { freshIdentity } from './identity-state.ts';
import { RegisterPage } from './register-page.tsx';

/** Of a ward: registers, and opens the identities of those they care for alone. */
const ward = {
  ...doctor,
  rights: {
    ...doctor.rights,
    ...{ 'identities.register': true as const, 'identities.search': true as const },
    ...{ 'identities.print': true as const, 'identities.read': true as const },
  },
};
const reception = { ...ward, rights: { ...ward.rights, 'identities.list-open': true as const } };
const nobody: LookAlikesView = { found: [], isComplete: true, hasMore: false };
const { ins: _ins, ...listed } = identity;
const like: LookAlike = {
  patient: { ...listed, id: 'p7', ipp: '8000777', birthPlace: 'Tours' },
  ...{ matchClass: 'possible', heldBack: null, fields: [] },
};
const view = {
  ...{ patientId: 'p8', ipp: '8000888', refusal: null },
  state: { status: 'PROV' as const, attributes: [] },
};
type Of = NonNullable<Answers['identities']>;
const open = (answers: Of = {}, more: Partial<Answers> & { me?: typeof ward } = {}) => {
  const { me = reception, ...others } = more;
  return show(<RegisterPage />, {
    me,
    answers: {
      ...others,
      identities: {
        ...{ alike: () => nobody, register: () => view },
        places: () => ({ places: [], communesAre: 'none' as const }),
        ...answers,
      },
    },
  });
};
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const submit = () => userEvent.keyboard('{Control>}{Enter}{/Control}');
async function type() {
  await expect.element(field('Nom de naissance')).toHaveFocus();
  await userEvent.keyboard('Essai{Enter}Zoé{Enter}{Enter}');
  await userEvent.keyboard(' {Enter}12/07/1984{Enter}Paris 12e{Enter}75112');
}
const code = buildDatamatrix({
  matricule: `2840737261001${insKey('2840737261001') ?? ''}`,
  oid: '1.2.250.1.213.1.4.10',
  traits: {
    ...{ birthName: 'DURAND', firstGivenName: 'AGNES', givenNames: ['AGNES', 'MARIE'] },
    birthDate: birthDateOf('1984-07-12') ?? unsaidBirthDate,
    ...{ sex: 'female' as const, birthPlace: { code: '37261', name: null } },
  },
});
/** As a scanner types it: its separators are no keys. */
const typedCode = code.replaceAll(/[\u001d-\u001f]/g, '');

beforeEach(() => {
  lastSearch.words = '';
  const address = new URL(window.location.href);
  address.searchParams.delete('form');
  window.history.replaceState(null, '', address);
});

describe('a scanner that types into whatever field is there', () => {
  it.each([
    ['Nom de naissance', '', '{Enter}', 'DURAND'],
    ['Nom de naissance', 'Durant', '{Enter}', 'Durant'],
    ['Nom de naissance', '', '', 'DURAND'],
    // that holds less than a code
    ['Code postal', '37', '{Enter}', '37'],
    ['Téléphone mobile', '', '{Tab}', ''],
  ])('in “%s” with “%s”, ended by “%s”', async (name, before, end, after) => {
    await open();
    await field(name).click();
    await userEvent.keyboard(before + typedCode + end);
    await expect.element(field('Premier prénom de naissance')).toHaveValue('AGNES');
    await expect.element(field(name)).toHaveValue(after);
    await expect.element(page.getByText(/^Datamatrix lu/)).toBeVisible();
  });

  it('a code that is pasted is read too; another text is pasted as it is', async () => {
    await open();
    await expect.element(field('Nom de naissance')).toHaveFocus();
    const paste = (text: string) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', text);
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      return field('Nom de naissance').element().dispatchEvent(event);
    };
    expect(paste('Durand')).toBe(true);
    expect(paste(code)).toBe(false);
    await expect.element(field('Nom de naissance')).toHaveValue('DURAND');
  });

  it('a second code that cannot be read forgets the first', async () => {
    await open();
    await field('Lire le datamatrix INS').fill(code);
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/^Datamatrix lu/)).toBeVisible();
    await field('Lire le datamatrix INS').fill(code.replace('2840737261001', '2840737261002'));
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('La clé du matricule est fausse.')).toBeVisible();
    await expect.element(page.getByText(/^Datamatrix lu/)).not.toBeInTheDocument();
  });

  it('that INSi does not confirm is said of the code', async () => {
    await open({ askInsi: () => ({ answer: 'none' }) });
    await field('Lire le datamatrix INS').fill(code);
    await userEvent.keyboard('{Enter}');
    await page.getByRole('button', { name: 'Interroger INSi' }).click();
    await expect.element(page.getByText('INSi ne confirme pas ce code')).toBeVisible();
  });
});

describe('what is closed to whoever registers', () => {
  it('is not offered: who opens it is said, and the bracelet is there', async () => {
    await open({ alike: () => ({ ...nobody, found: [like] }) }, { me: ward });
    await type();
    await expect.element(page.getByText('8000777', { exact: false })).toBeVisible();
    expect(page.getByRole('link', { name: /ouvrir l’identité/ }).elements()).toEqual([]);
    await submit();
    await expect.element(page.getByText(/cochez chaque identité ci-dessous/)).toBeVisible();
    await page.getByRole('checkbox', { name: /^Ce n’est pas la même personne/ }).click();
    await submit();
    await expect.element(page.getByText(/^Le bureau des entrées ouvre cette identité/)).toBeVisible();
    await expect.element(page.getByRole('link', { name: 'Bracelet' })).toBeVisible();
    expect(page.getByRole('link', { name: 'Ouvrir l’identité' }).elements()).toEqual([]);
  });

  it('a matricule that is in force elsewhere leads there', async () => {
    await open({
      register: () =>
        Promise.reject(refusal('CONFLICT', { reason: 'matricule-taken', otherPatientId: 'p9' })),
    });
    await type();
    await submit();
    await expect
      .element(page.getByRole('link', { name: 'Ouvrir cette identité' }))
      .toHaveAttribute('href', '/patients/p9/identity');
    await expect.element(field('Nom de naissance')).toHaveValue('Essai');
  });
});

describe('what is typed', () => {
  it('is kept while it is typed, found again at the same address, and gone once it is saved', async () => {
    const when = '2026-11-29T10:00:00Z';
    const { callsOf } = await open(
      {},
      { session: { draft: () => null, saveDraft: () => ({ counter: 1, updatedAt: when, expiresAt: when }) } },
    );
    await type();
    await waitFor(() =>
      expect(JSON.stringify(callsOf('session.saveDraft'))).toContain('birthName\\":\\"Essai'),
    );
    const [saved] = callsOf('session.saveDraft') as { form: string; base: string }[];
    expect(saved).toMatchObject({ form: 'identities.register' });
    expect(new URL(window.location.href).searchParams.get('form')).toBe(saved?.base);
    await submit();
    await expect.element(page.getByRole('heading', { name: /ESSAI ZOE/ })).toHaveFocus();
    await waitFor(() => expect(callsOf('session.discardDraft')).toMatchObject([{ base: saved?.base }]));
  });

  it('stands there again after the session ended, and is given up when somebody else is registered', async () => {
    const content = JSON.stringify({ version: null, values: { ...freshIdentity, birthName: 'Garde' } });
    let kept: { content: string; counter: number; updatedAt: string } | null = {
      ...{ content, counter: 3, updatedAt: '2026-11-29T10:00:00Z' },
    };
    const session = {
      draft: () => kept,
      discardDraft: () => {
        kept = null;
        return null;
      },
    };
    await open({}, { session: session as NonNullable<Answers['session']> });
    await expect.element(field('Nom de naissance')).toHaveValue('Garde');
    await expect.element(page.getByText(/^Saisie reprise/)).toBeVisible();
    await page.getByRole('button', { name: 'Recommencer' }).click();
    await expect.element(page.getByText(/^Saisie reprise/)).not.toBeInTheDocument();
    await expect.element(field('Nom de naissance')).toHaveValue('');
    expect(kept).toBeNull();
  });

  it('whose answer was lost is sent again as it was, and said to be saved', async () => {
    let isIn = false;
    const { callsOf } = await open({
      alike: () => (isIn ? { ...nobody, found: [{ ...like, matchClass: 'match' }] } : nobody),
      register: () => {
        if (isIn) return view;
        isIn = true;
        return Promise.reject(refusal('GATEWAY_TIMEOUT'));
      },
    });
    await type();
    await submit();
    await expect.element(page.getByRole('alert').first()).toBeVisible();
    await submit();
    await expect.element(page.getByRole('heading', { name: /ESSAI ZOE/ })).toHaveFocus();
    const keys = callsOf('identities.register').map((input) => (input as { key: string }).key);
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
  });

  it('says how a name will be written where more than the case changes, and a used name too long at its field', async () => {
    await open();
    await field('Nom de naissance').fill('Mireille');
    await field('Premier prénom de naissance').fill('Zoé');
    await expect.element(page.getByText('S’écrira ZOE')).toBeVisible();
    expect(page.getByText('S’écrira MIREILLE').elements()).toEqual([]);
    await field('Nom utilisé').fill('A'.repeat(101));
    await userEvent.tab();
    await expect.element(field('Nom utilisé')).toHaveAttribute('aria-invalid', 'true');
    await expect.element(page.getByText('100 caractères au plus.')).toBeVisible();
  });
});
