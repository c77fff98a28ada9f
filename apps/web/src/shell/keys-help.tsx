'use client';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import { Fragment, useId, useState } from 'react';
import type { Messages } from '../i18n/messages.ts';
import type { PageKeys } from './manifest.ts';
import styles from './overlay.module.css';
import { setOverlay } from './overlays.ts';
import { useSignedInUser } from './signed-in-user.tsx';
import { useForms, usePageKeys, usePaletteActions, useRailEntries, useSections } from './manifests.tsx';
import { setSingleKeys, singleKeysOn } from './single-keys.ts';

function Keys({ of }: { of: readonly { keys: readonly string[]; word: string }[] }) {
  const t = useTranslations('shell.keys');
  return (
    <dl className={styles.keys}>
      {of.map(({ keys, word }) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>
            {keys.map((k, i) => (
              <Fragment key={k}>
                {i > 0 && (
                  <span className="muted">{k.length === 1 && keys[0] === 'g' ? t('then') : '+'}</span>
                )}
                <kbd>{k}</kbd>
              </Fragment>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

type Key = PageKeys['keys'][number]['keys'][number];
const isNamed = (key: Key): key is keyof Messages['shell']['keys']['names'] => /^[a-z]/.test(key);

export function KeysHelp() {
  const t = useTranslations('shell');
  const c = useTranslations('common');
  const titleId = useId();
  const [single, setSingle] = useState(singleKeysOn);
  const close = () => setOverlay(null);
  const sections = useSections();
  const railEntries = useRailEntries();
  const pages = usePageKeys();
  const { rights } = useSignedInUser();
  const begun = useForms().flatMap(({ id, key, begin }) =>
    key && begin && rights[id] ? [{ keys: ['g', key], word: t(`write.${begin}`) }] : [],
  );
  const actions = usePaletteActions().flatMap(({ key, name }) =>
    key === null ? [] : [{ keys: ['g', key], word: t(`palette.to.${name}`) }],
  );
  return (
    <Dialog open onClose={close} aria-labelledby={titleId} maxWidth="md" fullWidth>
      <DialogTitle id={titleId}>{t('keys.title')}</DialogTitle>
      <DialogContent className={styles.keysColumns}>
        <section>
          <h3>{t('keys.everywhere')}</h3>
          <Keys
            of={[
              { keys: [t('keys.names.ctrl'), 'K'], word: t('keys.palette') },
              { keys: ['?'], word: t('keys.help') },
              ...railEntries.map((p) => ({ keys: ['g', p.key], word: t(`rail.${p.name}`) })),
              ...actions,
              { keys: [t('keys.names.esc')], word: t('keys.close') },
              { keys: [t('keys.names.ctrl'), t('keys.names.enter')], word: t('keys.submit') },
            ]}
          />
          <h3>{t('keys.tables')}</h3>
          <Keys
            of={[
              { keys: ['← ↑ → ↓'], word: t('keys.arrows') },
              { keys: [t('keys.names.enter')], word: t('keys.enter') },
            ]}
          />
        </section>
        {pages.map(({ page, keys }) => (
          <section key={page}>
            <h3>{t(`keys.of.${page}.title`)}</h3>
            <Keys
              of={keys.map(({ word, keys: those }) => ({
                word: t(`keys.of.${page}.${word}`),
                keys: those.map((key) => (isNamed(key) ? t(`keys.names.${key}`) : key)),
              }))}
            />
          </section>
        ))}
        {sections.length > 0 && (
          <section>
            <h3>{t('keys.chart')}</h3>
            <Keys
              of={[
                ...sections.flatMap(({ key, name }) =>
                  key === undefined ? [] : [{ keys: ['g', key], word: t(`sections.${name}`) }],
                ),
                ...begun,
              ]}
            />
          </section>
        )}
      </DialogContent>
      <DialogActions>
        <label className={styles.single}>
          <input
            type="checkbox"
            checked={single}
            onChange={(e) => {
              setSingleKeys(e.target.checked);
              setSingle(e.target.checked);
            }}
          />
          <span>
            {t('keys.single')}
            <small className="muted">{t('keys.singleHelp')}</small>
          </span>
        </label>
        <Button onClick={close} variant="contained">
          {c('actions.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
