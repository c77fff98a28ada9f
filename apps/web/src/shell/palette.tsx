'use client';
import Dialog from '@mui/material/Dialog';
import { useTranslations } from 'next-intl';
import { usePathname, useRouter } from 'next/navigation';
import { useId, useState, type KeyboardEvent } from 'react';
import { leaveBy } from '../components/leave-guard.ts';
import { PatientLine } from '../components/patient-line.tsx';
import { useAwaitedEnter } from '../components/use-awaited-enter.ts';
import { useLiveSearch } from '../components/use-live-search.ts';
import styles from './overlay.module.css';
import { setOverlay, useTypedBefore } from './overlays.ts';
import { useMatchingPages, type PaletteGroup } from './palette-items.tsx';
import { chartHome } from './chart-address.ts';
import { useSignedInUser } from './signed-in-user.tsx';

/** One search for everything: patients as you type, pages, actions. A combobox with a list box, as the ARIA practices describe. */
export function Palette() {
  const t = useTranslations('shell');
  const router = useRouter();
  const pathname = usePathname();
  const me = useSignedInUser();
  const patientId = /^\/patients\/([^/]+)/.exec(pathname)?.[1] ?? null;
  const id = useId();
  const early = useTypedBefore();
  const [typed, setQuery] = useState<string | null>(null);
  const query = typed ?? early;
  /** Moved to by arrows; null: the first that answers what is typed. */
  const [active, setActive] = useState<string | null>(null);
  const search = useLiveSearch(query, {
    enabled: me.rights['patients.search'] === true,
    limit: 8,
    recent: 5,
  });
  const close = () => setOverlay(null);
  const go = (href: string) => {
    close();
    leaveBy(() => router.push(href));
  };

  const patients: PaletteGroup = {
    name: query.trim() ? t('palette.patients') : t('palette.recent'),
    items: search.hits.map((hit) => ({
      id: `patient-${hit.id}`,
      content: <PatientLine patient={hit} />,
      run: () => go(chartHome(hit.id, me)),
    })),
  };
  const pages = useMatchingPages({ query, patientId, go, close });
  const groups = [patients, ...pages.groups].filter((g) => g.items.length > 0);
  const items = groups.flatMap((g) => g.items);
  // patients found for what was typed before are still shown
  const old = search.isSearching ? patients.items.length : 0;
  const first = old < items.length ? old : -1;
  // held by what it is: what comes late moves nothing under the finger
  const moved = active === null ? -1 : items.findIndex(({ id: item }) => item === active);
  const chosen = moved >= 0 ? moved : first;
  const enter = useAwaitedEnter(search.isSearching, patients.items.length, () => patients.items[0]?.run());

  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (move !== undefined && items.length) {
      event.preventDefault();
      const next =
        Math.abs(move) === 1
          ? (Math.max(chosen, move < 0 ? 0 : -1) + move + items.length) % items.length
          : Math.max(0, Math.min(items.length - 1, chosen + move));
      setActive(items[next]?.id ?? null);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (chosen >= old) items[chosen]?.run();
      else enter.await();
    }
  };

  let index = -1;
  return (
    <Dialog
      open
      onClose={close}
      fullWidth
      maxWidth="sm"
      slotProps={{
        paper: { className: styles.palette, 'aria-label': t('palette.title'), 'aria-labelledby': undefined },
      }}
    >
      <input
        className={styles.input}
        type="text"
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
        aria-label={t('palette.placeholder')}
        placeholder={t('palette.placeholder')}
        // eslint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to type here
        autoFocus
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(e) => {
          setQuery(e.target.value);
          setActive(null);
          enter.forget();
        }}
        onKeyDown={onKeyDown}
      />
      <div
        role="listbox"
        id={`${id}-list`}
        aria-label={t('palette.title')}
        className={styles.list}
        aria-busy={search.isSearching || pages.isSearching}
      >
        {groups.map((group) => (
          <div role="group" key={group.name} aria-label={group.name}>
            <div className={styles.groupName} aria-hidden>
              {group.name}
            </div>
            {group.items.map((item) => {
              index += 1;
              const here = index;
              return (
                // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- keys are handled by the combobox that owns the focus
                <div
                  key={item.id}
                  id={`${id}-${here}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={here === chosen}
                  className={styles.option}
                  onClick={item.run}
                  onMouseMove={() => setActive(item.id)}
                >
                  {item.content}
                </div>
              );
            })}
          </div>
        ))}
        {search.result?.isPartial && (
          <p className={styles.nothing} role="alert">
            {t('palette.partial')}
          </p>
        )}
        {pages.isPartial && (
          <p className={styles.nothing} role="alert">
            {t('palette.chartPartial')}
          </p>
        )}
        {pages.inCharts.length > 0 && (
          <p className={styles.nothing}>{t('palette.inCharts', { what: pages.inCharts.join(', ') })}</p>
        )}
        {items.length === 0 &&
          pages.inCharts.length === 0 &&
          !search.isSearching &&
          !pages.isSearching &&
          !search.result?.isPartial &&
          !pages.isPartial && (
            <p className={styles.nothing}>
              {t('palette.empty', { query })}{' '}
              {patientId === null && pages.hasCharts && t('palette.emptyNoChart')}
            </p>
          )}
      </div>
      <p className={styles.hint}>{t('palette.hint')}</p>
      <p className="visually-hidden" role="status">
        {query.trim() ? t('palette.results', { n: items.length }) : ''}
      </p>
    </Dialog>
  );
}
