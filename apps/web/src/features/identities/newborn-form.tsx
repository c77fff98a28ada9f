'use client';
import type { LookAlike } from '@keneyapp/bff/features/identities/view';
import { spellRniv, type StrictTraits } from '@keneyapp/clinical';
import Alert from '@mui/material/Alert';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { FieldPath } from 'react-hook-form';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { FieldGroup, FormFrame } from '../../components/form/form-frame.tsx';
import { issuesOf } from '../../components/form/server-issues.ts';
import { TextField } from '../../components/form/text-field.tsx';
import { useChartForm, useFormValues } from '../../components/form/use-chart-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { asCallError } from '../../trpc/error.ts';
import { saveFailureOf } from '../../trpc/save-failure.ts';
import { noDraft, useAskOnLeaving } from './form-parts.tsx';
import styles from './identities.module.css';
import { LookAlikes } from './look-alikes.tsx';
import type { Born, Mother } from './newborn-steps.ts';
import { PlaceFields } from './place-fields.tsx';
import {
  childrenOf,
  freshBirth,
  likesOf,
  mostChildren,
  newbornSchema,
  ofServer,
  sentBirth,
  traitsOfChildren,
  type NewbornValues,
} from './newborn-state.ts';
import { notLookedAt, useAlike } from './use-alike.ts';
import { useNewbornWords } from './use-newborn-words.ts';

interface Props {
  mother: Mother;
  place: StrictTraits['birthPlace'] | null;
  /** Where closing leads: what is open to the person. */
  back: string;
  onSaved: (born: Born) => void;
}

/** The children of one birth; beside them who may be one of them already. */
export function NewbornForm({ mother: { person, said }, place, back, onSaved }: Props) {
  const t = useTranslations('identities');
  const trpc = useTRPC();
  const motherName = person.birthName ?? '';
  const [initial] = useState(() => freshBirth(place));
  const form = useChartForm<NewbornValues>({
    initial,
    schema: newbornSchema(motherName),
    words: useNewbornWords<NewbornValues>('birth'),
    onlyOnSaving: ['empty'],
    ofServer: ({ path, message }) => ({ name: ofServer(path) as FieldPath<NewbornValues>, reason: message }),
  });
  const values = useFormValues(form);
  const [first = null] = likesOf(values, motherName);
  const alike = useAlike(first);
  /** Of all children, as the last attempt to save found them. */
  const [known, setKnown] = useState<LookAlike[]>([]);
  const { release, leaveTo, dialog } = useAskOnLeaving(JSON.stringify(values) !== JSON.stringify(initial));
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [refused, setRefused] = useState(0);
  const [isChecking, setIsChecking] = useState(false);
  const isLookAlike = (error: unknown) => asCallError(error).reason === 'look-alike';
  const mutation = useMutation(
    trpc.identities.registerNewborn.mutationOptions({
      onSuccess: (view) => {
        release();
        const names = traitsOfChildren(values, motherName).map(
          ({ birthName, firstGivenName }) => `${birthName} ${firstGivenName}`,
        );
        announce(t('newborn.saved', { n: names.length }));
        onSaved({ names, view });
      },
      onError: (error) => {
        // what certainly was not saved may be sent with other content
        if (saveFailureOf(error).isIn === 'no') setKey(crypto.randomUUID());
        if (isLookAlike(error)) {
          for (const like of likesOf(form.values(), motherName)) alike.askAgain(like);
          setRefused((n) => n + 1);
        } else form.refuse(error);
      },
    }),
  );
  const send = async (typed: NewbornValues) => {
    setIsChecking(true);
    const views = await Promise.all(likesOf(typed, motherName).map((like) => alike.now(like)));
    setIsChecking(false);
    const found = new Map(
      views.flatMap((view) => (view?.found ?? []).map((one) => [one.patient.id, one] as const)),
    );
    setKnown([...found.values()]);
    const all = { found: [...found.values()], isComplete: true, hasMore: false };
    if (notLookedAt(all, alike.looked).length > 0) {
      setRefused((n) => n + 1);
      return;
    }
    const others = Object.entries(alike.looked).flatMap(([id, how]) => (how ? [id] : []));
    mutation.mutate({ patientId: person.id, ...sentBirth(typed, { key, mother: said, others }) });
  };
  const submit = () => {
    if (!mutation.isPending && !isChecking) form.submit((typed) => void send(typed));
  };
  const { error } = mutation;
  const failure = error && !issuesOf(error) && !isLookAlike(error) ? error : null;
  const shown = alike.view && {
    ...alike.view,
    found: [
      ...alike.view.found,
      ...known.filter((one) => !alike.view?.found.some(({ patient }) => patient.id === one.patient.id)),
    ],
  };
  const children = childrenOf(values);
  const spelt = spellRniv(values.birthName);
  return (
    <div className={styles.beside} data-writing="true">
      <div className={styles.paper}>
        <FormFrame
          form={form}
          label={t('newborn.form')}
          draft={noDraft}
          onSubmit={submit}
          onClose={() => leaveTo(back)}
          save={t('newborn.save', { n: children.length })}
          keys={t('register.keys')}
          saving={{ isPending: mutation.isPending || isChecking, isPaused: mutation.isPaused }}
          notices={failure !== null && <SaveFailed error={failure} retry={submit} title={t('failed')} />}
        >
          <FieldGroup legend={t('newborn.birth')}>
            <ChoiceField
              form={form}
              name="count"
              options={Array.from({ length: mostChildren }, (_, i) => ({
                value: String(i + 1),
                word: t('newborn.count', { n: i + 1 }),
              }))}
            />
            <TextField
              form={form}
              name="birthName"
              longest={200}
              hint={
                spelt === ''
                  ? t('newborn.hint.birthName', { name: spellRniv(motherName) })
                  : t('hint.spelt', { name: spelt })
              }
              attributes={{ autoComplete: 'off', spellCheck: false }}
            />
            <TextField
              form={form}
              name="birthDate"
              longest={40}
              hint={t('newborn.hint.birthDate')}
              attributes={{ autoComplete: 'off' }}
            />
            <PlaceFields form={form} />
          </FieldGroup>
          {children.map((child, i) => (
            <FieldGroup key={i} legend={t('newborn.child', { n: i + 1, count: children.length })}>
              <ChoiceField
                form={form}
                name={`children.${i}.sex`}
                options={(['female', 'male', 'unknown'] as const).map((value) => ({
                  value,
                  word: t(`sex.${value}`),
                }))}
              />
              <TextField
                form={form}
                name={`children.${i}.firstGivenName`}
                longest={200}
                isWide={false}
                hint={
                  child.firstGivenName.trim() === ''
                    ? t('newborn.hint.firstGivenName')
                    : t('hint.spelt', { name: spellRniv(child.firstGivenName) })
                }
                attributes={{ autoComplete: 'off', spellCheck: false }}
              />
              <TextField
                form={form}
                name={`children.${i}.time`}
                longest={8}
                isWide={false}
                hint={t('newborn.hint.time')}
                attributes={{ autoComplete: 'off' }}
              />
            </FieldGroup>
          ))}
          <Alert severity="info">{t('newborn.provisional')}</Alert>
        </FormFrame>
      </div>
      <div className={styles.aside}>
        <LookAlikes alike={{ ...alike, view: shown }} refused={refused} />
      </div>
      {dialog}
    </div>
  );
}
