import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { show } from '../testing/show.tsx';
import { ChangedMeanwhile, type TwoVersions } from './changed-meanwhile.tsx';

const box = () => page.getByRole('group', { name: 'Modifié entre-temps' });
const systolic: TwoVersions = {
  key: 's',
  label: 'PA systolique',
  before: '120 mmHg',
  theirs: '128 mmHg',
  mine: '120 mmHg',
};
const diastolic: TwoVersions = {
  key: 'd',
  label: 'PA diastolique',
  before: '80 mmHg',
  theirs: '70 mmHg',
  mine: '84 mmHg',
};
const by = { who: 'Dr Noir', at: '2026-11-24T09:31:00+01:00' };

async function open(part: Partial<Parameters<typeof ChangedMeanwhile>[0]> = {}) {
  const taken = { theirs: vi.fn(), mine: vi.fn(), chosen: vi.fn() };
  const shown = await show(
    <ChangedMeanwhile
      by={by}
      versions={[systolic, diastolic]}
      isAnswer
      onTakeTheirs={taken.theirs}
      onTakeMine={taken.mine}
      onTakeChosen={taken.chosen}
      {...part}
    />,
  );
  return { ...shown, ...taken };
}

describe('what somebody else changed meanwhile', () => {
  it('takes the focus as the answer of a save, says who and when, and shows both and what it was', async () => {
    await open();
    await expect.element(box()).toHaveFocus();
    await expect.element(box()).toHaveAccessibleDescription(/Par Dr Noir, 24\/11\/2026.*Rien n’a été écrasé/);
    await expect
      .element(page.getByRole('group', { name: 'PA diastolique' }))
      .toMatchTextContent(/Avant : 80\smmHg.*Version enregistrée.*70\smmHg.*Votre saisie.*84\smmHg/);
  });

  it('takes the focus from no field when it comes by itself, and is announced', async () => {
    const { redraw } = await show(<input aria-label="Remarque" />);
    await page.getByLabelText('Remarque').click();
    redraw(
      <>
        <input aria-label="Remarque" />
        <ChangedMeanwhile by={by} versions={[systolic]} isAnswer={false} />
      </>,
    );
    await expect.element(page.getByRole('alert')).toMatchTextContent(/Modifié entre-temps.*Dr Noir/);
    await expect.element(box()).not.toHaveFocus();
  });

  it('is gone through by keyboard, value by value; what both changed is chosen by nobody else', async () => {
    const { chosen } = await open();
    const theirs = (name: string) =>
      page.getByRole('group', { name }).getByRole('radio', { name: /^Version enregistrée/ });
    // only they changed the first one
    await expect.element(theirs('PA systolique')).toBeChecked();
    await expect.element(theirs('PA diastolique')).not.toBeChecked();
    await page.getByRole('button', { name: 'Enregistrer ces choix' }).click();
    await expect.element(theirs('PA diastolique')).toHaveFocus();
    await expect
      .element(page.getByRole('group', { name: 'PA diastolique' }))
      .toHaveAccessibleDescription('Choisissez une version pour chaque valeur.');
    expect(chosen).not.toHaveBeenCalled();
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(page.getByRole('radio', { name: 'Votre saisie 84 mmHg' })).toBeChecked();
    await userEvent.tab();
    await expect.element(page.getByRole('button', { name: 'Enregistrer ces choix' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(chosen).toHaveBeenCalledExactlyOnceWith({ s: 'theirs', d: 'mine' });
  });

  it('offers theirs or mine as a whole', async () => {
    const { theirs, mine } = await open();
    await page.getByRole('button', { name: 'Garder la version enregistrée' }).click();
    expect(theirs).toHaveBeenCalledOnce();
    await page.getByRole('button', { name: 'Enregistrer ma saisie par-dessus' }).click();
    expect(mine).toHaveBeenCalledOnce();
  });

  it('has nothing to choose value by value where one value differs, and sends nothing while it is saving', async () => {
    const { mine } = await open({ versions: [{ ...systolic, mine: '128 mmHg' }, diastolic], isSaving: true });
    await expect.element(box().getByRole('radio')).not.toBeInTheDocument();
    await expect.element(box()).not.toMatchTextContent('PA systolique');
    await page.getByRole('button', { name: 'Enregistrer ma saisie par-dessus' }).click({ force: true });
    expect(mine).not.toHaveBeenCalled();
  });

  it('does not overflow where it is narrow, long words included', async () => {
    await page.viewport(320, 700);
    const long = 'anticonstitutionnellement'.repeat(6);
    await open({ versions: [{ ...systolic, theirs: long, mine: `${long}s` }, diastolic] });
    await expect.element(box()).toBeVisible();
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
    await page.viewport(1280, 900);
  });

  it('is said in English', async () => {
    await show(<ChangedMeanwhile by={null} versions={[systolic]} isAnswer />, { locale: 'en' });
    await expect
      .element(page.getByRole('group', { name: 'Changed meanwhile' }))
      .toMatchTextContent(/Somebody else has saved a change.*Before: 120.*Saved version.*Your entry/);
  });
});
