'use client';
import DraftIcon from '@mui/icons-material/EditNoteOutlined';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useId, useState } from 'react';
import { useTRPC } from '../../trpc/client.tsx';
import bar from '../top-bar.module.css';
import { useSignedInUser } from '../signed-in-user.tsx';
import styles from './workspace.module.css';

const WaitingDrafts = dynamic(() => import('./waiting-drafts.tsx').then((m) => m.WaitingDrafts), {
  ssr: false,
});

/** How much of the person's writing waits, in whatever chart; lists it with patient and form. */
export function DraftsButton() {
  return useSignedInUser().rights['drafts.list'] ? <Waiting /> : null;
}

function Waiting() {
  const t = useTranslations('drafts');
  const id = useId();
  // stays once it was opened: a question about one of them outlives the list
  const [isThere, setThere] = useState(false);
  const { data } = useQuery({ ...useTRPC().drafts.list.queryOptions(), refetchOnWindowFocus: true });
  const count = data?.drafts.length ?? 0;
  if (count === 0) return null;
  const close = () => document.getElementById(id)?.hidePopover();
  return (
    <>
      <button type="button" className={bar.notice} popoverTarget={id} title={t('waiting')}>
        <DraftIcon fontSize="small" aria-hidden />
        <span className={bar.noticeNumber} aria-hidden>
          {count}
        </span>
        <span className={bar.noticeWords}>{t('waitingCount', { n: count })}</span>
      </button>
      <div id={id} popover="auto" className={styles.draftsMenu} onToggle={() => setThere(true)}>
        {isThere && <WaitingDrafts onOpen={close} />}
      </div>
    </>
  );
}
