import { judgeInput, liftInput } from '@keneyapp/bff/features/reviews/schema';
import type { ReviewOpinion, SuspensionRow } from '@keneyapp/bff/features/reviews/view';
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { held, refusal, unreachable, type Answers } from '../../testing/answers.ts';
import { officer } from '../../testing/people.ts';
import { clear, show } from '../../testing/show.tsx';
import { JudgeForm } from './judge-form.tsx';
import { LiftDialog } from './lift-dialog.tsx';
import { waitFor } from '../../testing/wait-for.ts';

const grantId = 'b9c7c8a0-36dd-4c59-9f2a-0b3c1c64d5aa';
const comment = () => page.getByRole('textbox', { name: 'Explication' });
const submit = () => page.getByRole('button', { name: 'Enregistrer la relecture' });
const no = () => page.getByRole('radio', { name: 'Non justifié, selon Dr Noir' });
const opinion = (id: string, doctor: string, answer: ReviewOpinion['answer']): ReviewOpinion => ({
  id,
  doctor,
  askedBy: 'Hélène Petit',
  askedAt: '2026-11-20T08:00:00Z',
  answer,
  comment: null,
  answeredAt: answer && '2026-11-20T09:00:00Z',
});
const opinionId = '0d6b6b0c-4a2f-4b8e-9a39-6f1a4c3f7c22';
const opinions = [
  opinion('6a0b6b0c-4a2f-4b8e-9a39-6f1a4c3f7c11', 'Dr Vert', 'needed'),
  opinion(opinionId, 'Dr Noir', 'not-needed'),
  opinion('7a0b6b0c-4a2f-4b8e-9a39-6f1a4c3f7c11', 'Dr Gris', null),
];

async function judge(answer: NonNullable<Answers['reviews']>['judge'], locale: 'fr' | 'en' = 'fr') {
  const shown = await show(
    <JudgeForm grantId={grantId} name="Dr Blanc" review={null} opinions={opinions} />,
    { me: officer, locale, answers: { reviews: answer ? { judge: answer } : {} } },
  );
  return {
    ...shown,
    judgements: () => shown.callsOf('reviews.judge').map((input) => judgeInput.parse(input)),
  };
}

describe('judging an emergency access', () => {
  it('needs an answer and an explanation, and takes the focus to what is missing', async () => {
    const { judgements } = await judge(undefined);
    await submit().click();
    await expect.element(page.getByRole('radio', { name: 'Justifié, selon Dr Vert' })).toHaveFocus();
    await expect.element(page.getByRole('group')).toHaveAccessibleDescription('Choisissez un avis.');
    await no().click();
    await comment().fill('court');
    await submit().click();
    await expect.element(comment()).toHaveFocus();
    await expect
      .element(comment())
      .toHaveAccessibleDescription(/10 caractères au moins. Expliquez en 10 caractères/);
    expect(judgements()).toEqual([]);
  });

  it('has the only opinion chosen, which may come while the form stands there', async () => {
    const form = (answered: boolean) => (
      <JudgeForm
        grantId={grantId}
        name="Dr Blanc"
        review={null}
        opinions={[opinion(opinionId, 'Dr Noir', answered ? 'not-needed' : null)]}
      />
    );
    const { redraw, callsOf } = await show(form(false), {
      me: officer,
      answers: { reviews: { judge: () => ({ hasSuspended: false }) } },
    });
    await expect.element(page.getByRole('radio')).not.toBeInTheDocument();
    redraw(form(true));
    await expect.element(no()).toBeChecked();
    await comment().fill('Aucun lien avec le patient.');
    await submit().click();
    await waitFor(() => expect(callsOf('reviews.judge')).toMatchObject([{ opinionId }]));
  });

  it('sends once and says what came of it', async () => {
    const { answer, release } = held({ hasSuspended: true });
    const { judgements } = await judge(answer);
    await no().click();
    await comment().fill('Aucun lien avec le patient.');
    await submit().dblClick();
    release();
    await expect
      .element(page.getByRole('status').filter({ hasText: 'Dr Blanc ne peut plus accéder en urgence' }))
      .toBeVisible();
    expect(judgements()).toEqual([{ grantId, opinionId, comment: 'Aucun lien avec le patient.' }]);
  });

  it('keeps the text when nothing was saved; Ctrl+Enter sends it again', async () => {
    const { judgements } = await judge(() => Promise.reject(unreachable()));
    await no().click();
    await comment().fill('Aucun lien avec le patient.');
    await submit().click();
    await expect
      .element(page.getByText('Ce que vous avez saisi est conservé.', { exact: false }))
      .toBeVisible();
    await expect.element(comment()).toHaveValue('Aucun lien avec le patient.');
    await comment().click();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(judgements()).toHaveLength(2));
  });

  it('leaves the text to be read when somebody else was faster', async () => {
    const { redraw } = await judge(() => Promise.reject(refusal('PRECONDITION_FAILED')));
    await no().click();
    await comment().fill('Aucun lien avec le patient.');
    await submit().click();
    const meanwhile = page.getByRole('group', { name: 'Quelqu’un d’autre vient de relire cet accès' });
    await expect.element(meanwhile).toHaveFocus();
    await expect.element(comment()).toHaveValue('Aucun lien avec le patient.');
    const theirs = {
      outcome: 'justified',
      reviewerName: 'Mme Brun',
      comment: 'Transfert de nuit.',
      at: '2026-11-20T10:00:00Z',
    } as const;
    redraw(<JudgeForm grantId={grantId} name="Dr Blanc" review={theirs} opinions={opinions} />);
    await expect
      .element(meanwhile)
      .toMatchTextContent(
        /Par Mme Brun.*Version enregistrée\s*Justifié.*Votre saisie\s*Non justifié.*Transfert de nuit.*Aucun lien/,
      );
    await meanwhile.getByRole('button', { name: 'Garder cette relecture, effacer mon texte' }).click();
    await expect.element(meanwhile).not.toBeInTheDocument();
  });

  it('leaves what is being typed when a review of somebody else arrives', async () => {
    const { redraw } = await judge(undefined);
    await comment().fill('Aucun lien avec le patient.');
    redraw(
      <JudgeForm
        grantId={grantId}
        name="Dr Blanc"
        review={{ outcome: 'justified', reviewerName: 'Mme Brun', comment: null, at: '2026-11-20T10:00:00Z' }}
        opinions={opinions}
      />,
    );
    await expect
      .element(page.getByRole('alert'))
      .toMatchTextContent('Quelqu’un d’autre vient de relire cet accès');
    await expect.element(comment()).toHaveFocus();
    await expect.element(comment()).toHaveValue('Aucun lien avec le patient.');
  });

  it('keeps a review that is typed, and has it again where it was left', async () => {
    const { callsOf } = await judge(undefined);
    await no().click();
    await comment().fill('Aucun lien avec le patient.');
    await waitFor(() =>
      expect(callsOf('session.saveDraft').at(-1)).toMatchObject({
        form: 'reviews.judge',
        base: grantId,
        content: JSON.stringify({ opinionId: opinions[1]?.id, comment: 'Aucun lien avec le patient.' }),
      }),
    );
    clear();
    await show(<JudgeForm grantId={grantId} name="Dr Blanc" review={null} opinions={opinions} />, {
      me: officer,
      answers: {
        session: {
          draft: () => ({
            patientId: '',
            form: 'reviews.judge',
            base: grantId,
            counter: 1,
            content: JSON.stringify({ opinionId: opinions[1]?.id, comment: 'Aucun lien avec le patient.' }),
            updatedAt: '2026-11-24T09:05:00+01:00',
            expiresAt: '2026-12-01T09:05:00+01:00',
          }),
        },
      },
    });
    await expect.element(no()).toBeChecked();
    await expect.element(comment()).toHaveValue('Aucun lien avec le patient.');
  });

  it('does not take what nobody sees for an explanation', async () => {
    const { judgements } = await judge(undefined);
    await no().click();
    await comment().fill('\u3164\u200b\u2800'.repeat(20));
    await submit().click();
    await expect.element(comment()).toHaveFocus();
    expect(judgements()).toEqual([]);
  });

  it('offers nothing while no doctor has answered', async () => {
    await show(<JudgeForm grantId={grantId} name="Dr Blanc" review={null} opinions={opinions.slice(2)} />, {
      me: officer,
    });
    await expect.element(page.getByText('avec l’avis d’un médecin', { exact: false })).toBeVisible();
    await expect.element(submit()).not.toBeInTheDocument();
  });

  it('leaves nothing to choose of one answer', async () => {
    await show(<JudgeForm grantId={grantId} name="Dr Blanc" review={null} opinions={opinions.slice(1)} />, {
      me: officer,
    });
    await expect.element(no()).toBeChecked();
  });

  it('speaks English', async () => {
    await judge(undefined, 'en');
    await page.getByRole('button', { name: 'Save the review' }).click();
    await expect.element(page.getByRole('group')).toHaveAccessibleDescription('Choose an opinion.');
  });
});

describe('lifting a suspension', () => {
  const suspension: SuspensionRow = {
    id: '6a0b6b0c-4a2f-4b8e-9a39-6f1a4c3f7c11',
    userId: 'u1',
    name: 'Dr Blanc',
    since: '2026-11-01T08:00:00Z',
    isOwn: false,
  };
  const field = () => page.getByRole('textbox', { name: 'Pourquoi' });
  const confirm = () => page.getByRole('button', { name: 'Lever la suspension' });
  async function lift(answer: NonNullable<Answers['reviews']>['lift']) {
    const onClose = vi.fn();
    const shown = await show(<LiftDialog suspension={suspension} onClose={onClose} />, {
      me: officer,
      answers: { reviews: answer ? { lift: answer } : {} },
    });
    return {
      ...shown,
      onClose,
      lifted: () => shown.callsOf('reviews.lift').map((input) => liftInput.parse(input)),
    };
  }

  it('says why, once', async () => {
    const { answer, release } = held(null);
    const { lifted, onClose } = await lift(answer);
    await confirm().click();
    await expect.element(field()).toHaveFocus();
    await expect.element(field()).toHaveAccessibleDescription('Dites pourquoi en 10 caractères au moins.');
    expect(lifted()).toEqual([]);
    await field().fill('Formation suivie le 20 novembre.');
    await confirm().dblClick();
    release();
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(lifted()).toEqual([{ suspensionId: suspension.id, reason: 'Formation suivie le 20 novembre.' }]);
  });

  it('keeps the text when nothing was saved, and closes when it was lifted meanwhile', async () => {
    const { onClose, answer } = await lift(() => Promise.reject(unreachable()));
    await field().fill('Formation suivie le 20 novembre.');
    await confirm().click();
    await expect.element(page.getByText('Le serveur ne répond pas', { exact: false })).toBeVisible();
    await expect.element(field()).toHaveValue('Formation suivie le 20 novembre.');
    expect(onClose).not.toHaveBeenCalled();
    answer({ reviews: { lift: () => Promise.reject(refusal('PRECONDITION_FAILED')) } });
    await confirm().click();
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    await expect
      .element(page.getByRole('status', { includeHidden: true }).filter({ hasText: 'déjà été levée' }))
      .toBeInTheDocument();
  });
});
