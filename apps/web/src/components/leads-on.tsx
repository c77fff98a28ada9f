'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { patientHref } from '../shell/chart-address.ts';
import type { SectionName } from '../shell/manifest.ts';
import { useSignedInUser } from '../shell/signed-in-user.tsx';
import styles from './leads-on.module.css';

interface Props {
  patientId: string;
  section: Exclude<SectionName, 'identity'>;
  /** Below the section's page: what it shows of this alone. */
  at?: string;
  /** The resource, `Condition/<id>`, for what has no screen of its own: everything recorded of it. */
  record?: string;
  children: ReactNode;
}

/** A line leads on: its name is a link, and the whole line is clicked. Plain words for whoever may not go there. */
export function LeadsOn({ patientId, section, at = '', record, children }: Props) {
  const { rights } = useSignedInUser();
  if (!rights[`${section}.read`]) return children;
  const href =
    record && rights['record.read']
      ? `${patientHref(patientId, 'record')}/${record}`
      : `${patientHref(patientId, section)}${at}`;
  return (
    <Link href={href} prefetch={false} className={styles.lead} data-leads>
      {children}
    </Link>
  );
}
