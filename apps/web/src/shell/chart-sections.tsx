'use client';
import { useTranslations } from 'next-intl';
import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import styles from './chart-frame.module.css';
import { patientHref } from './chart-address.ts';
import { useSections } from './manifests.tsx';
import { WriteActions } from './workspace/write-actions.tsx';

/** Pages of the chart that this person may open: a column on wide screens, a strip that scrolls on narrow ones. */
export function ChartSections({ patientId }: { patientId: string }) {
  const t = useTranslations('shell.sections');
  const pathname = usePathname();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const here = list.current?.querySelector('[aria-current]')?.closest('li');
    // only the strip scrolls, never the page
    if (here && list.current)
      list.current.scrollLeft = here.offsetLeft - list.current.clientWidth / 2 + here.offsetWidth / 2;
  }, [pathname]);
  const allowed = useSections();
  if (allowed.length < 2) return null; // one page needs no choice
  return (
    <nav className={styles.sections} aria-label={t('label')} id="sections">
      <ul ref={list}>
        {allowed.map(({ name, key }) => {
          const href = patientHref(patientId, name);
          return (
            <li key={name}>
              <Link
                href={href}
                prefetch={false}
                aria-current={pathname === href || pathname.startsWith(`${href}/`) ? 'page' : undefined}
                aria-keyshortcuts={`g ${key}`}
              >
                <Word text={t(name)} />
              </Link>
            </li>
          );
        })}
      </ul>
      <WriteActions patientId={patientId} />
    </nav>
  );
}

/** The word of a section; shows at once that a click was taken while its page is on the way. */
function Word({ text }: { text: string }) {
  const { pending } = useLinkStatus();
  return <span data-pending={pending}>{text}</span>;
}
