'use client';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { useFormats } from '../i18n/use-formats.ts';
import { answerOldSaves } from '../trpc/without-connection.ts';

const AskDialog = dynamic(() => import('../components/ask-dialog.tsx').then((m) => m.AskDialog), {
  ssr: false,
});

interface Waiting {
  since: Date;
  done: (isWanted: boolean) => void;
}

/** Once the connection is back: what waited long for it goes when the person says that it still holds. */
export function OldSaves() {
  const t = useTranslations('shell.connection.old');
  const f = useFormats();
  const [waiting, setWaiting] = useState<readonly Waiting[]>([]);
  useEffect(() => answerOldSaves((since, done) => setWaiting((others) => [...others, { since, done }])), []);
  const [first] = waiting;
  if (!first) return null;
  const answer = (isWanted: boolean) => {
    setWaiting((all) => all.slice(1));
    first.done(isWanted);
  };
  return (
    <AskDialog
      title={t('title')}
      text={t('text', { time: f.time(first.since.toISOString()) ?? '' })}
      safe={t('callOff')}
      danger={t('send')}
      onSafe={() => answer(false)}
      onDanger={() => answer(true)}
    />
  );
}
