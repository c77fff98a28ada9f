'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import styles from './record.module.css';

/** The resource as it is kept. */
export function JsonView({ text }: { text: string }) {
  const t = useTranslations('record.json');
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => {
        setCopied(true);
        setTimeout(() => setCopied(false), 2000);
      },
      () => undefined,
    );
  return (
    <div className={styles.json}>
      <Button size="small" variant="outlined" className="no-print" onClick={copy}>
        {isCopied ? t('copied') : t('copy')}
      </Button>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0} aria-label={t('label')} role="region">
        {text}
      </pre>
    </div>
  );
}
