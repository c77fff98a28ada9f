'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useFormats } from '../i18n/use-formats.ts';
import type { Draft } from './use-draft.ts';

/** One line that says how the draft stands. */
export function DraftStatusLine({ draft, className }: { draft: Draft; className?: string | undefined }) {
  const t = useTranslations('drafts.status');
  const formats = useFormats();
  const text =
    draft.status === 'saved'
      ? t('saved', { time: formats.time(draft.savedAt) ?? '' })
      : draft.status === 'idle' && draft.restored
        ? t('restored', { time: formats.dateTime(draft.restored.updatedAt) ?? '' })
        : draft.status === 'saving' || draft.status === 'failed'
          ? t(draft.status)
          : '';
  // only what needs attention interrupts: "saved" is said once, not at every key
  return (
    <p className={className} role={draft.status === 'failed' ? 'alert' : undefined}>
      {text}
    </p>
  );
}

/** Another window was faster: the person chooses, nothing is overwritten by itself. */
export function DraftConflict({
  draft,
  className,
  buttonsClass,
}: {
  draft: Draft;
  className?: string | undefined;
  buttonsClass?: string | undefined;
}) {
  const t = useTranslations('drafts.conflict');
  if (draft.status !== 'conflict') return null;
  return (
    <div className={className} role="alert">
      <h3>{t('title')}</h3>
      <p>{t('text')}</p>
      <div className={buttonsClass}>
        <Button variant="outlined" onClick={draft.takeTheirs}>
          {t('theirs')}
        </Button>
        <Button variant="outlined" onClick={draft.keepMine}>
          {t('mine')}
        </Button>
      </div>
    </div>
  );
}
