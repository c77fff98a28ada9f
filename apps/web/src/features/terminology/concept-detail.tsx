'use client';
import type { ConceptView } from '@keneyapp/bff/features/terminology/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import CloseIcon from '@mui/icons-material/Close';
import IconButton from '@mui/material/IconButton';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, type ReactNode } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { useSystemName } from '../../components/form/coded-option.tsx';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { asCallError } from '../../trpc/error.ts';
import { codeHref } from './search-params.ts';
import { useFieldWord } from './use-field-word.ts';
import styles from './terminology.module.css';

interface Props {
  system: string;
  code: string;
  onClose: () => void;
}

/** All that is known of one code; its neighbours and what it is mapped to lead on. */
export function ConceptDetail({ system, code, onClose }: Props) {
  const t = useTranslations('terminology.concept');
  const c = useTranslations('common');
  const systemName = useSystemName();
  const heading = useRef<HTMLDivElement>(null);
  const { data, error, refetch } = useQuery(useTRPC().terminology.concept.queryOptions({ system, code }));
  useEffect(() => {
    // who chose a line goes on here, also where it stands below the list
    heading.current?.focus();
  }, []);
  const isUnknown = error !== null && asCallError(error).code === 'NOT_FOUND';
  return (
    <div ref={heading} tabIndex={-1} className={styles.detail}>
      <SectionCard
        title={data?.display ?? code}
        tools={
          <IconButton size="small" aria-label={t('close')} onClick={onClose}>
            <CloseIcon fontSize="small" />
          </IconButton>
        }
      >
        <div className={styles.padded}>
          <p className="muted">
            {systemName(system)} <code>{code}</code>
            {data?.version && ` · ${t('version', { version: data.version })}`}
          </p>
          {data ? (
            <Concept view={data} />
          ) : isUnknown ? (
            <EmptyState title={t('unknown')}>
              <p>{t('unknownText')}</p>
            </EmptyState>
          ) : error ? (
            <CallFailed error={error} retry={() => void refetch()} />
          ) : (
            <LoadingRows rows={6} widths={[30, 50]} label={c('state.loading')} />
          )}
        </div>
      </SectionCard>
    </div>
  );
}

/** That a code is in use goes without saying. */
const isTelling = ({ name, value }: { name: string; value: string }): boolean =>
  !(name === 'inactive' && value === 'false');

function Concept({ view }: { view: ConceptView }) {
  const t = useTranslations('terminology.concept');
  const systemName = useSystemName();
  const fieldWord = useFieldWord();
  const { system, display, designations, properties, parents, children, moreChildren, maps, uses } = view;
  const others = designations.filter(
    ({ text }, i) => text !== display && designations.findIndex((one) => one.text === text) === i,
  );
  const languageWord = (language: string | null) => {
    const short = language?.slice(0, 2);
    return short === 'fr' || short === 'en' ? t(`language.${short}`) : language;
  };
  const equivalenceWord = (word: string) =>
    t.has(`equivalence.${word as 'equal'}`) ? t(`equivalence.${word as 'equal'}`) : word;
  return (
    <>
      <Part title={t('uses')} none={t('noUses')}>
        {uses.map(({ field, count }) => (
          <li key={field}>
            {fieldWord(field)}{' '}
            <span className="muted">{count === null ? t('notCounted') : t('use', { n: count })}</span>
          </li>
        ))}
      </Part>
      <Part title={t('abbreviations')} none={t('noAbbreviations')}>
        {view.abbreviations.map((short) => (
          <li key={short}>{short}</li>
        ))}
      </Part>
      <Part title={t('designations')}>
        {others.map(({ text, language, use }) => (
          <li key={text}>
            {text} <span className="muted">{[languageWord(language), use].filter(Boolean).join(', ')}</span>
          </li>
        ))}
      </Part>
      <Part title={t('parents')}>
        {parents.map((one) => (
          <Neighbour key={one.code} system={system} {...one} />
        ))}
      </Part>
      <Part title={t('children')} after={moreChildren > 0 ? t('more', { n: moreChildren }) : null}>
        {children.map((one) => (
          <Neighbour key={one.code} system={system} {...one} />
        ))}
      </Part>
      <Part title={t('maps')} none={t('noMaps')}>
        {maps.map((one) => (
          <li key={`${one.system}|${one.code}|${one.map ?? ''}`}>
            <SamePageLink href={codeHref(one.system, one.code)}>
              {systemName(one.system)} <code>{one.code}</code>
              {one.display && ` ${one.display}`}
            </SamePageLink>{' '}
            <span className="muted">{equivalenceWord(one.equivalence)}</span>
          </li>
        ))}
      </Part>
      <Part title={t('properties')}>
        {properties.filter(isTelling).map(({ name, value }, i) => (
          <li key={`${name} ${value} ${i}`}>
            <span className="muted">{name}</span> {value}
          </li>
        ))}
      </Part>
    </>
  );
}

/** A heading with its list; without anything in it what `none` says, or nothing at all. */
function Part({
  title,
  none,
  after,
  children,
}: {
  title: string;
  none?: string;
  after?: string | null;
  children: ReactNode[];
}) {
  if (children.length === 0 && none === undefined) return null;
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      {children.length === 0 ? <p className="muted">{none}</p> : <ul>{children}</ul>}
      {after && <p className="muted">{after}</p>}
    </section>
  );
}

function Neighbour({ system, code, display }: { system: string; code: string; display: string }) {
  return (
    <li>
      <SamePageLink href={codeHref(system, code)}>
        <code>{code}</code> {display}
      </SamePageLink>
    </li>
  );
}
