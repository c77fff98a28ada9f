'use client';
import { useColorScheme } from '@mui/material/styles';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { useSlots } from './manifests.tsx';
import { openKeysHelp } from './overlays.ts';
import styles from './account-menu.module.css';
import { useSignedInUser } from './signed-in-user.tsx';

const modes = ['light', 'dark', 'system'] as const;

/** Person, role, appearance, help, way out. A native popover: it opens, closes and keeps the focus without code of ours. */
export function AccountMenu() {
  const t = useTranslations('shell');
  const me = useSignedInUser();
  const items = useSlots((manifest) => manifest.AccountItem);
  const id = useId();
  const { mode, setMode } = useColorScheme();
  const initials = me.displayName
    .replace(/^(Dr|Pr|M\.|Mme)\s+/, '')
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join('')
    .toUpperCase();
  const profession = me.profession as 'interne' | null;
  // one that has no word here is said as its role
  const quality =
    profession !== null && t.has(`professions.${profession}`)
      ? t(`professions.${profession}`)
      : t(`roles.${me.role}`);
  return (
    <>
      <button type="button" className={styles.account} popoverTarget={id}>
        <span className="visually-hidden">{t('bar.account')}</span>
        <span className={styles.initials} aria-hidden>
          {initials}
        </span>
        <span className={styles.person}>
          <b>{me.displayName}</b>
          <span>{quality}</span>
        </span>
      </button>
      <div id={id} popover="auto" className={styles.accountMenu}>
        <p className={styles.accountName}>
          <b>{me.displayName}</b>
          <span className="muted">
            {quality} · {me.username}
          </span>
        </p>
        <fieldset className={styles.choices}>
          <legend>{t('bar.theme')}</legend>
          {modes.map((m) => (
            <label key={m}>
              <input type="radio" name={`${id}-mode`} checked={mode === m} onChange={() => setMode(m)} />
              {t(`theme.${m}`)}
            </label>
          ))}
        </fieldset>
        <button
          type="button"
          className={styles.menuItem}
          popoverTarget={id}
          popoverTargetAction="hide"
          onClick={openKeysHelp}
        >
          {t('bar.help')}
          <kbd>?</kbd>
        </button>
        {items.map((Item, i) => (
          <Item
            key={i}
            className={styles.menuItem}
            close={() => document.getElementById(id)?.hidePopover()}
          />
        ))}
      </div>
    </>
  );
}
