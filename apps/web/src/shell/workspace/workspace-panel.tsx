'use client';
import IconButton from '@mui/material/IconButton';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { announce } from '../announcer.tsx';
import { headingOfPage, holdFocus } from '../hold-focus.ts';
import type { WorkspaceFormManifest } from '../manifest.ts';
// not loaded when needed: it is needed exactly when the server is away
import { LeaveDialog } from './leave-dialog.tsx';
import { WaitingDrafts } from './waiting-drafts.tsx';
import styles from './workspace.module.css';

interface Props {
  patientId: string;
  manifest: WorkspaceFormManifest;
  /** Id of what is changed. */
  target: string | null;
  close: () => void;
}

/** The open form with its patient's name, and the drafts that wait below it. Esc closes; it asks only if something would be lost. */
export function WorkspacePanel({ patientId, manifest: { id: form, Form }, target, close }: Props) {
  const t = useTranslations('drafts');
  const formats = useFormats();
  const trpc = useTRPC();
  const { data: banner } = useQuery(trpc.patients.banner.queryOptions({ patientId }));
  // on a phone there is no page beside it that has a heading of its own
  const isAlone = useMediaQuery('(max-width: 719px)');
  const name = banner ? formats.fullName(banner.identity) : '';
  const [asks, setAsks] = useState(false);
  const unsafe = useRef(false);
  const onUnsafe = useCallback((isUnsafe: boolean) => {
    unsafe.current = isUnsafe;
  }, []);
  // as it is drawn: by the time of its effects a field of the form may have the focus
  const [opener] = useState(() => document.activeElement);
  const isLeft = useRef(false);
  useEffect(
    () => () => {
      // only now the page is there again: on a phone the form stands in its place
      if (isLeft.current) holdFocus(() => (canHold(opener) ? opener : headingOfPage()));
    },
    [opener],
  );

  const leave = useCallback(() => {
    isLeft.current = true;
    close();
  }, [close]);
  const tryClose = useCallback(() => {
    if (unsafe.current) setAsks(true);
    else leave();
  }, [leave]);
  const onDone = useCallback(
    (message: string) => {
      announce(message);
      leave();
    },
    [leave],
  );

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc closes from anywhere inside
    <section
      className={styles.panel}
      aria-label={formats.labelled(t('workspace'), t(`forms.${form}`))}
      onKeyDown={(e) => {
        if (e.key === 'Escape' && !e.defaultPrevented) {
          e.preventDefault();
          e.stopPropagation();
          tryClose();
        }
      }}
    >
      <header className={styles.header}>
        <div>
          {isAlone && <h1 className="visually-hidden">{name}</h1>}
          <h2>{t(`forms.${form}`)}</h2>
          <p className={styles.patient}>
            {[name, banner && formats.date(banner.identity.birthDate)].filter(Boolean).join(' · ')}
          </p>
        </div>
        <IconButton aria-label={t('close')} title={t('close')} onClick={tryClose}>
          <span aria-hidden>×</span>
        </IconButton>
      </header>
      <Form
        key={target}
        patientId={patientId}
        target={target}
        onDone={onDone}
        onUnsafe={onUnsafe}
        onClose={tryClose}
      />
      <WaitingDrafts except={{ patientId, form }} />
      {asks && (
        <LeaveDialog
          name={name}
          onStay={() => setAsks(false)}
          onLeave={() => {
            setAsks(false);
            leave();
          }}
        />
      )}
    </section>
  );
}

/** Whether the focus can go back there: a form that the address opened was opened by nothing. */
const canHold = (element: Element | null): element is HTMLElement =>
  element instanceof HTMLElement &&
  element.isConnected &&
  element !== document.body &&
  element.checkVisibility();
