// Long because one form with every kind of field is tried whole: typing, leaving, saving, drafts.
import { parseTypedNumber } from '@keneyapp/clinical';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { z } from 'zod';
import { refusal, type Answers } from '../../testing/answers.ts';
import { draft, draftAnswers } from '../../testing/drafts.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { useDraft, type Draft } from '../use-draft.ts';
import { ChoiceField } from './choice-field.tsx';
import { DateField, DateTimeField } from './date-field.tsx';
import { DayInput } from './day-input.tsx';
import { FieldGroup, FormFrame } from './form-frame.tsx';
import { NumberField } from './number-field.tsx';
import { civilTimeOf, readDate, readDay } from './paris-time.ts';
import { TextField } from './text-field.tsx';
import { useChartForm } from './use-chart-form.ts';

const typed = z.object({
  dose: z.string(),
  since: z.string(),
  at: z.object({ date: z.string(), time: z.string() }),
  route: z.enum(['oral', 'iv', '']),
  note: z.string(),
});
type Typed = z.infer<typeof typed>;
const schema = typed.superRefine((state, context) => {
  const say = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: path.split('.'), message });
  if (parseTypedNumber(state.dose) === null) say('dose', state.dose.trim() === '' ? 'empty' : 'number');
  if (state.since !== '' && readDate(state.since) === null) say('since', 'date');
  if (readDay(state.at.date) === null) say('at.date', 'date');
  else if (civilTimeOf(state.at) === null) say('at.time', 'time');
});
const fresh: Typed = { dose: '', since: '', at: { date: '24/11/2026', time: '08:30' }, route: '', note: '' };
const labels: Record<string, string> = {
  dose: 'Dose',
  since: 'Since',
  'at.date': 'Given on',
  'at.time': 'Time',
  route: 'Route',
  note: 'Note',
};
const words = {
  label: (name: string) => labels[name] ?? name,
  problem: (name: string, reason: string) => `${labels[name] ?? name} ${reason}`,
};

interface Props {
  send: (typed: Typed) => void;
  refused?: unknown;
  isPending?: boolean;
}

function Fields({
  kept,
  initial,
  send,
  refused,
  isPending = false,
}: Props & { kept: Draft; initial: Typed }) {
  const form = useChartForm<Typed>({
    initial,
    schema,
    draft: kept,
    words,
    onlyOnSaving: ['empty'],
    ofServer: ({ path, message }) => ({ name: path.join('.') as 'dose', reason: message }),
    onUnsafe: () => undefined,
  });
  return (
    <FormFrame
      form={form}
      label="Order"
      draft={kept}
      onSubmit={() =>
        form.submit((state) => (refused === undefined ? send(state) : void form.refuse(refused)))
      }
      onClose={() => undefined}
      save="Save"
      saving={{ isPending, isPaused: isPending }}
      notices={null}
      important={<p>Important</p>}
    >
      <FieldGroup legend="Order">
        <NumberField form={form} name="dose" unit="mg" hasDecimals />
        <DateField form={form} name="since" mayBePartial />
        <ChoiceField
          form={form}
          name="route"
          mayBeEmpty
          options={[
            { value: 'oral', word: 'Oral' },
            { value: 'iv', word: 'Intravenous' },
          ]}
        />
        <DateTimeField form={form} date="at.date" time="at.time" />
        <TextField form={form} name="note" longest={100} rows={2} />
      </FieldGroup>
    </FormFrame>
  );
}

function Form(props: Props) {
  const kept = useDraft({ patientId: 'p1', form: 'vitals.record', base: '' });
  if (kept.restored === undefined) return null;
  const initial = kept.restored ? (JSON.parse(kept.restored.content) as Typed) : fresh;
  return <Fields key={kept.generation} kept={kept} initial={initial} {...props} />;
}

async function open({ answers, ...props }: Partial<Props> & { answers?: Answers } = {}) {
  const send = vi.fn<(state: Typed) => void>();
  const shown = await show(<Form send={send} {...props} />, {
    locale: 'en',
    answers: answers ?? { drafts: draftAnswers() },
  });
  await expect.element(field('Dose')).toHaveFocus();
  return { ...shown, send };
}
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const save = () => page.getByRole('button', { name: 'Save', exact: true });

describe('numbers', () => {
  it('are typed with comma or point, and stay as they were typed', async () => {
    const { send } = await open();
    for (const text of ['2,50', '2.5', ' 1 250,0']) {
      await field('Dose').fill(text);
      await userEvent.tab();
      await expect.element(field('Dose')).toHaveValue(text);
      await expect.element(field('Dose')).toHaveAttribute('aria-invalid', 'false');
      await save().click();
      await waitFor(() => expect(send.mock.lastCall?.[0].dose).toBe(text));
    }
    await field('Dose').fill('2,5,0');
    await userEvent.tab();
    await expect.element(field('Dose')).toHaveAccessibleDescription(/in mg.*Dose number/);
    expect(send).toHaveBeenCalledTimes(3);
  });
});

describe('dates', () => {
  it('are typed in French order in an English browser, and written out on leaving', async () => {
    const { send } = await open();
    await field('Dose').fill('1');
    const date = field('Given on');
    await expect.element(date).toHaveAttribute('placeholder', 'dd/mm/yyyy');
    await date.fill('3/4/26');
    await userEvent.tab();
    await expect.element(date).toHaveValue('03/04/2026');
    await field('Time').fill('8h05');
    await userEvent.tab();
    await expect.element(field('Time')).toHaveValue('08:05');
    await save().click();
    await waitFor(() => expect(send).toHaveBeenCalledOnce());
    const at = send.mock.lastCall?.[0].at;
    expect(at && civilTimeOf(at)).toBe('2026-04-03T08:05');
  });

  it('that cannot be read stay as they were typed, and say so', async () => {
    const { send } = await open();
    await field('Dose').fill('1');
    await field('Given on').fill('04/31/2026');
    await userEvent.tab();
    await expect.element(field('Given on')).toHaveValue('04/31/2026');
    await expect.element(field('Given on')).toHaveAccessibleDescription('Given on date');
    await field('Given on').fill('30/04/2026');
    await field('Time').fill('25:00');
    await save().click();
    await expect.element(field('Time')).toHaveFocus();
    expect(send).not.toHaveBeenCalled();
  });

  it('may be a month or a year where that is asked', async () => {
    await open();
    await field('Since').fill('7/2019');
    await userEvent.tab();
    await expect.element(field('Since')).toHaveValue('07/2019');
    await field('Given on').fill('7/2019');
    await userEvent.tab();
    await expect.element(field('Given on')).toHaveAttribute('aria-invalid', 'true');
  });

  it('are picked by keyboard, and the form below hears none of the keys', async () => {
    const { send } = await open();
    const pick = page.getByRole('button', { name: 'Pick from the calendar' }).nth(1);
    await pick.click();
    const calendar = page.getByRole('dialog', { name: 'Calendar' });
    await expect.element(calendar.getByRole('gridcell', { name: '24', exact: true })).toHaveFocus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    await expect.element(calendar).not.toBeInTheDocument();
    await expect.element(field('Given on')).toHaveValue('25/11/2026');
    await expect.element(pick).toHaveFocus();
    await pick.click();
    await userEvent.keyboard('{Escape}');
    await expect.element(calendar).not.toBeInTheDocument();
    expect(send).not.toHaveBeenCalled();
  });
});

describe('saving', () => {
  it('sums up what is wrong, in the order of the fields, and goes to the first; each line leads to its field', async () => {
    const { send } = await open();
    await field('Given on').fill('never');
    await save().click();
    const summary = page.getByRole('alert');
    await expect.element(summary).toMatchTextContent(/2 fields need correcting.*Dose empty.*Given on date/);
    await expect.element(field('Dose')).toHaveFocus();
    await summary.getByRole('link', { name: 'Given on' }).click();
    await expect.element(field('Given on')).toHaveFocus();
    await field('Dose').fill('1');
    // a line goes with what it says
    await expect.element(summary).toMatchTextContent('One field needs correcting');
    expect(send).not.toHaveBeenCalled();
  });

  it('is Ctrl+Enter from any field; Enter goes on, and a group of choices is one stop', async () => {
    const { send } = await open();
    await userEvent.keyboard('1{Enter}{Enter}');
    await expect.element(page.getByRole('radio', { name: 'Oral' })).toHaveFocus();
    await userEvent.keyboard(' {Enter}');
    await expect.element(field('Given on')).toHaveFocus();
    expect(send).not.toHaveBeenCalled();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(send).toHaveBeenCalledOnce());
    expect(send.mock.lastCall?.[0]).toMatchObject({ dose: '1', route: 'oral' });
  });

  it('does not call a field that is only empty wrong when it is left', async () => {
    await open();
    await userEvent.tab();
    await expect.element(field('Dose')).toHaveAttribute('aria-invalid', 'false');
    await save().click();
    await expect.element(field('Dose')).toHaveAttribute('aria-invalid', 'true');
    await expect.element(field('Dose')).toHaveAccessibleDescription(/Dose empty/);
  });

  it('puts what the server refuses at its field', async () => {
    await open({
      refused: refusal('BAD_REQUEST', {
        issues: [{ code: 'custom', path: ['at', 'date'], message: 'future', input: '' }],
      }),
    });
    await field('Dose').fill('1');
    await save().click();
    await expect.element(page.getByRole('alert')).toMatchTextContent('Given on future');
    await expect.element(field('Given on')).toHaveFocus();
  });

  it('takes nothing more while it is under way or waits: what is in the fields is what was sent', async () => {
    await open({ isPending: true });
    await expect.element(page.getByRole('button', { name: /connection|Waiting/i })).toBeVisible();
    for (const name of ['Dose', 'Since', 'Given on', 'Time', 'Note'])
      await expect.element(page.getByRole('textbox', { name })).toHaveAttribute('readonly');
    await page.getByRole('textbox', { name: 'Dose' }).click();
    await userEvent.keyboard('12');
    await expect.element(page.getByRole('textbox', { name: 'Dose' })).toHaveValue('');
    await page.getByRole('radio', { name: 'Oral' }).click({ force: true });
    await expect.element(page.getByRole('radio', { name: 'Oral' })).not.toBeChecked();
    await page.getByRole('button', { name: 'Pick from the calendar' }).first().click({ force: true });
    expect(page.getByRole('dialog').query()).toBeNull();
  });

  it('keeps what is important beside it, whatever is scrolled', async () => {
    await page.viewport(390, 560);
    await open();
    await field('Dose').click();
    await expect.element(page.getByText('Important')).toBeInViewport({ ratio: 1 });
    await expect.element(save()).toBeInViewport({ ratio: 1 });
    await page.viewport(1280, 900);
  });
});

describe('a draft', () => {
  it('holds what was typed as it was typed, whatever cannot be read included', async () => {
    const { callsOf } = await open();
    await field('Dose').fill('2,');
    await field('Given on').fill('24/1');
    await waitFor(() => {
      const last = callsOf('drafts.save').at(-1) as { content: string } | undefined;
      expect(JSON.parse(last?.content ?? '{}')).toMatchObject({ dose: '2,', at: { date: '24/1' } });
    });
  });

  it('is there again with every field', async () => {
    const kept: Typed = {
      ...fresh,
      dose: '2,',
      at: { date: '24/1', time: '8' },
      route: 'iv',
      note: 'slowly',
    };
    await open({ answers: { drafts: draftAnswers(draft(kept)) } });
    await expect.element(field('Dose')).toHaveValue('2,');
    await expect.element(field('Given on')).toHaveValue('24/1');
    await expect.element(page.getByRole('radio', { name: 'Intravenous' })).toBeChecked();
    await expect.element(field('Note')).toHaveValue('slowly');
  });
});

describe('a day outside a form', () => {
  function Day({ taken }: { taken: (value: string) => void }) {
    const [value, setValue] = useState('2026-11-24');
    return (
      <>
        <DayInput
          id="day"
          label="From"
          value={value}
          onChange={(next) => {
            taken(next);
            setValue(next);
          }}
        />
        <button onClick={() => setValue('2026-01-31')}>January</button>
      </>
    );
  }

  it('is handed on once it is whole; what is no day says so when the field is left', async () => {
    const taken = vi.fn<(value: string) => void>();
    await show(<Day taken={taken} />, { locale: 'en' });
    await expect.element(field('From')).toHaveValue('24/11/2026');
    await field('From').fill('');
    await userEvent.keyboard('12/07/2019');
    expect(taken.mock.calls.map(([value]) => value).filter((value) => /^\d{4}-/.test(value))).toEqual([
      '2019-07-12',
    ]);
    await field('From').fill('31/02/2019');
    await expect.element(field('From')).toHaveAttribute('aria-invalid', 'false');
    await userEvent.tab();
    await expect.element(field('From')).toHaveValue('31/02/2019');
    await expect.element(field('From')).toHaveAccessibleDescription(/There is no such date in the calendar/);
    await field('From').fill('next week');
    await userEvent.tab();
    await expect.element(field('From')).toHaveAccessibleDescription(/A date is expected/);
    await page.getByRole('button', { name: 'January' }).click();
    await expect.element(field('From')).toHaveValue('31/01/2026');
  });

  it('is looked at by Enter too: what is no day says so, and a year of two digits counts', async () => {
    const taken = vi.fn<(value: string) => void>();
    await show(<Day taken={taken} />, { locale: 'en' });
    await field('From').fill('31/02/2019');
    await userEvent.keyboard('{Enter}');
    await expect.element(field('From')).toHaveAccessibleDescription(/There is no such date in the calendar/);
    await expect.element(field('From')).toHaveAttribute('aria-invalid', 'true');
    await expect.element(field('From')).toHaveValue('31/02/2019');
    await field('From').fill('12/07/19');
    await userEvent.keyboard('{Enter}');
    await expect.element(field('From')).toHaveValue('12/07/2019');
    expect(taken.mock.calls.at(-1)).toEqual(['2019-07-12']);
  });
});
