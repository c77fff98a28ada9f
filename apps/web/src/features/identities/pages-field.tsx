'use client';
import { maxPaperPages, pageTypes } from '@keneyapp/bff/features/identities/papers-schema';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { FieldFrame } from '../../components/form/field-frame.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { CameraPhoto } from './camera-photo.tsx';
import type { ChosenPage, PagesProblem } from './paper-pages.ts';
import styles from './papers.module.css';

interface Props {
  id: string;
  pages: readonly ChosenPage[];
  problem: PagesProblem | null;
  isLocked: boolean;
  onFiles: (files: readonly File[]) => void;
  onRemove: (page: ChosenPage) => void;
}

/** Pages of a paper: chosen, dropped, pasted or photographed. */
export function PagesField({ id, pages, problem, isLocked, onFiles, onRemove }: Props) {
  const t = useTranslations('identities.papers');
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [isFilming, setFilming] = useState(false);
  const isFull = pages.length >= maxPaperPages;
  const add = useRef(onFiles);
  useEffect(() => {
    add.current = isLocked ? () => undefined : onFiles;
  });
  useEffect(() => {
    // wherever the focus is: nothing else in this dialog takes a picture
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      add.current(files);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
  const drag = (isIn: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(isIn);
  };
  return (
    <FieldFrame
      id={id}
      label={t('pages')}
      hint={t('pagesHint', { max: maxPaperPages })}
      problem={problem && t(`pagesProblem.${problem}`, { max: maxPaperPages })}
      isGroup
      isAnnounced
      isWide
    >
      <div
        className={isOver ? `${styles.drop} ${styles.over}` : styles.drop}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event);
          add.current([...event.dataTransfer.files]);
        }}
      >
        {pages.length > 0 && (
          <ul className={styles.chosen}>
            {pages.map((page, i) => (
              <Chosen
                key={page.id}
                page={page}
                n={i + 1}
                isLocked={isLocked}
                onRemove={() => {
                  onRemove(page);
                  document.getElementById(`${id}-choose`)?.focus();
                }}
              />
            ))}
          </ul>
        )}
        <div className={styles.ways}>
          <Button
            id={`${id}-choose`}
            variant="outlined"
            aria-disabled={isLocked || isFull}
            onClick={() => !isLocked && !isFull && input.current?.click()}
          >
            {t(pages.length > 0 ? 'chooseMore' : 'choose')}
          </Button>
          <Button
            variant="outlined"
            aria-disabled={isLocked || isFull}
            onClick={() => !isLocked && !isFull && setFilming(true)}
          >
            {t('photo')}
          </Button>
          <span className="muted">{t('dropOrPaste')}</span>
        </div>
        <input
          ref={input}
          type="file"
          hidden
          multiple
          aria-label={t('choose')}
          accept={pageTypes.join(',')}
          onChange={({ target }) => {
            add.current([...(target.files ?? [])]);
            // the same file can be chosen again
            target.value = '';
          }}
        />
      </div>
      {isFilming && (
        <CameraPhoto
          onPhoto={(file) => {
            setFilming(false);
            onFiles([file]);
          }}
          onFile={() => {
            setFilming(false);
            input.current?.click();
          }}
          onClose={() => setFilming(false)}
        />
      )}
    </FieldFrame>
  );
}

function Chosen({
  page: { name, preview, isPdf, problem },
  n,
  isLocked,
  onRemove,
}: {
  page: ChosenPage;
  n: number;
  isLocked: boolean;
  onRemove: () => void;
}) {
  const t = useTranslations('identities.papers');
  const f = useFormats();
  return (
    <li className={styles.page}>
      {preview === null ? (
        <span className={styles.noPicture}>{isPdf ? 'PDF' : '?'}</span>
      ) : (
        <img src={preview} alt="" />
      )}
      <span className={styles.name}>
        {name}
        {problem && (
          <span role="alert" className={styles.problem}>
            {t(`pageProblem.${problem}`)}
          </span>
        )}
      </span>
      <Button
        size="small"
        aria-disabled={isLocked}
        aria-label={f.labelled(t('remove'), t('pageN', { n }))}
        onClick={() => !isLocked && onRemove()}
      >
        {t('remove')}
      </Button>
    </li>
  );
}
