'use client';
import SessionsIcon from '@mui/icons-material/DevicesOutlined';
import AccountsIcon from '@mui/icons-material/ManageAccountsOutlined';
import SettingsIcon from '@mui/icons-material/TuneOutlined';
import CalendarIcon from '@mui/icons-material/CalendarMonthOutlined';
import CollapseIcon from '@mui/icons-material/KeyboardDoubleArrowLeft';
import AuditIcon from '@mui/icons-material/FactCheckOutlined';
import RecordIcon from '@mui/icons-material/FolderSharedOutlined';
import UnusualIcon from '@mui/icons-material/PolicyOutlined';
import ReviewsIcon from '@mui/icons-material/GppMaybeOutlined';
import PatientsIcon from '@mui/icons-material/PeopleOutlined';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { railPlaces, type PlaceName } from './sections.ts';
import styles from './rail.module.css';
import { useVisitor } from './visitor.tsx';

const icons: Record<PlaceName, typeof PatientsIcon> = {
  audit: AuditIcon,
  unusual: UnusualIcon,
  patients: PatientsIcon,
  agenda: CalendarIcon,
  ownRecord: RecordIcon,
  people: AccountsIcon,
  sessions: SessionsIcon,
  settings: SettingsIcon,
  reviews: ReviewsIcon,
};

/** The few places of the product, by role. Its width is kept in a cookie so that the first paint already has it. */
export function Rail({ collapsed: initial }: { collapsed: boolean }) {
  const t = useTranslations('shell.rail');
  const pathname = usePathname();
  const me = useVisitor();
  const [collapsed, setCollapsed] = useState(initial);
  const places = railPlaces(me);
  // of a place and one within it, the inner one
  const here = places
    .map(({ href }) => href)
    .filter((href) => pathname.startsWith(href))
    .sort((a, b) => b.length - a.length)[0];
  const toggle = () => {
    document.cookie = `keneya-rail=${collapsed ? 'open' : 'collapsed'}; path=/; max-age=31536000; samesite=lax`;
    setCollapsed(!collapsed);
  };
  return (
    <nav className={styles.rail} aria-label={t('label')} data-collapsed={collapsed}>
      <ul>
        {places.map(({ name, href }) => {
          const Icon = icons[name];
          const isHere = name === 'ownRecord' ? pathname.startsWith('/patients/') : href === here;
          return (
            <li key={name}>
              <Link
                href={href}
                prefetch={false}
                className={styles.place}
                aria-current={isHere ? 'page' : undefined}
                title={collapsed ? t(name) : undefined}
              >
                <Icon fontSize="small" aria-hidden />
                <span className={styles.placeWord}>{t(name)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      <button type="button" className={styles.collapse} onClick={toggle} aria-expanded={!collapsed}>
        <CollapseIcon fontSize="small" aria-hidden />
        <span className={styles.placeWord}>{collapsed ? t('expand') : t('collapse')}</span>
      </button>
    </nav>
  );
}
