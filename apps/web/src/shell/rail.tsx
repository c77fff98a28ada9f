'use client';
import CollapseIcon from '@mui/icons-material/KeyboardDoubleArrowLeft';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { useRailEntries } from './manifests.tsx';
import styles from './rail.module.css';

/**
 * The few entries of the product, by role. Its width is kept in a cookie so that the first paint already has it; beside a chart,
 * which needs the room, it is icons until it is asked for.
 */
export function Rail({ collapsed: initial }: { collapsed: boolean }) {
  const t = useTranslations('shell.rail');
  const pathname = usePathname();
  const [isCollapsed, setCollapsed] = useState(initial);
  const chart = /^\/patients\/[^/]+/.exec(pathname)?.[0] ?? null;
  const [openBeside, setOpenBeside] = useState<string | null>(null);
  const collapsed = isCollapsed || (chart !== null && openBeside !== chart);
  const railEntries = useRailEntries();
  // of a place and one within it, the inner one
  const here = railEntries
    .map(({ within }) => within)
    .filter((within) => pathname.startsWith(within))
    .sort((a, b) => b.length - a.length)[0];
  const toggle = () => {
    if (chart !== null) {
      // beside this chart alone; whoever opens it here wants it open elsewhere no less
      setOpenBeside(collapsed ? chart : null);
      if (!isCollapsed || !collapsed) return;
    }
    document.cookie = `keneya-rail=${collapsed ? 'open' : 'collapsed'}; path=/; max-age=31536000; samesite=lax`;
    setCollapsed(!collapsed);
  };
  return (
    <nav className={styles.rail} aria-label={t('label')} data-collapsed={collapsed}>
      <ul>
        {railEntries.map(({ name, href, within, Icon }) => {
          const isHere = within === here;
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
