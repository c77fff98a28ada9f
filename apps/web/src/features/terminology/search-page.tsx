'use client';
import type { FoundConcept, ReleaseView } from '@keneyapp/bff/features/terminology/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import OutlinedInput from '@mui/material/OutlinedInput';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { useId, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { FieldFrame } from '../../components/form/field-frame.tsx';
import { SelectInput } from '../../components/form/select-field.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { useDebounced } from '../../components/use-debounced.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { ConceptDetail } from './concept-detail.tsx';
import { codeHref, codeParams } from './search-params.ts';
import { fields } from './use-field-word.ts';
import { useReleaseName } from './use-release-name.ts';
import styles from './terminology.module.css';

/** The first so many of what was found. */
const max = 50;

/** Codes of one terminology by words, as coded fields find them; the one that is open stands beside the list. */
export function SearchPage() {
  const t = useTranslations('terminology.search');
  const c = useTranslations('common');
  const id = useId();
  const releaseName = useReleaseName();
  const [place, setPlace] = useQueryStates(codeParams);
  const [text, setText] = useState('');
  const typed = useDebounced(text.trim(), 150);
  const wordOf = (release: ReleaseView) => {
    const { name, title } = releaseName(release);
    return title === null ? name : t('systemOf', { system: name, title });
  };
  const trpc = useTRPC();
  const releases = useQuery(trpc.terminology.releases.queryOptions());
  const systems = searched(releases.data?.releases ?? []);
  // what is open may be of another system than the one that is searched: a map leads there
  const [chosen, setChosen] = useState<string | null>(null);
  const system =
    [chosen, place.system].find((one) => systems.some((release) => release.system === one)) ??
    systems[0]?.system ??
    null;
  const found = useQuery(
    trpc.terminology.find.queryOptions(
      { system: system ?? '', text: typed },
      { enabled: system !== null && typed !== '', placeholderData: keepPreviousData },
    ),
  );
  const lines = typed === '' ? [] : (found.data ?? []);
  const open = place.system && place.code ? { system: place.system, code: place.code } : null;
  if (!releases.data)
    return (
      <>
        <PageHeader title={t('title')} />
        {releases.error ? (
          <CallFailed isPage error={releases.error} retry={() => void releases.refetch()} />
        ) : (
          <LoadingRows rows={6} widths={[60]} label={c('state.loading')} />
        )}
      </>
    );
  return (
    <>
      <PageHeader title={t('title')} />
      <div className={styles.asked} role="search">
        <div className={styles.field}>
          <SelectInput
            id={`${id}-system`}
            label={t('system')}
            value={system ?? ''}
            isDisabled={system === null}
            onChange={setChosen}
            options={systems.map((one) => ({ value: one.system, word: wordOf(one) }))}
          />
        </div>
        <div className={`${styles.field} ${styles.wide}`}>
          <FieldFrame id={`${id}-words`} label={t('words')}>
            <OutlinedInput
              id={`${id}-words`}
              type="search"
              size="small"
              placeholder={t('placeholder')}
              autoComplete="off"
              disabled={system === null}
              value={text}
              onChange={(e) => setText(e.target.value)}
              slotProps={{ input: { spellCheck: false, maxLength: 100 } }}
            />
          </FieldFrame>
        </div>
      </div>
      <div className={styles.sides}>
        <SectionCard title={t('results')} isHeadingHidden>
          <p className={styles.count} role="status">
            {typed === '' || !found.data || found.isPlaceholderData
              ? ''
              : lines.length < max
                ? t('count', { n: lines.length })
                : t('most', { n: max })}
          </p>
          {system === null ? (
            <EmptyState title={t('noSystem')} />
          ) : typed === '' ? (
            <EmptyState title={t('begin')} />
          ) : found.error && !found.isFetching ? (
            <CallFailed error={found.error} retry={() => void found.refetch()} />
          ) : !found.data ? (
            <LoadingRows rows={6} widths={[70, 12]} label={c('state.loading')} />
          ) : lines.length === 0 ? (
            <EmptyState title={t('nothing')}>
              <p>
                {t.rich('nothingText', {
                  abbreviations: (words) => <Link href="/terminology/abbreviations">{words}</Link>,
                })}
              </p>
            </EmptyState>
          ) : (
            <Found system={system} lines={lines} open={open?.system === system ? open.code : null} />
          )}
        </SectionCard>
        {open && (
          <ConceptDetail
            key={`${open.system}|${open.code}`}
            {...open}
            onClose={() => void setPlace({ system: null, code: null }, { history: 'push' })}
          />
        )}
      </div>
    </>
  );
}

/** One line a system: what is loaded of it whole, else the sample. */
function searched(releases: readonly ReleaseView[]): ReleaseView[] {
  const known = new Map<string, ReleaseView>();
  for (const release of releases) {
    const before = known.get(release.system);
    if (!before || before.isSample) known.set(release.system, release);
  }
  // in the order of the fields, problems first; of one field the system that is for it alone
  const first = (release: ReleaseView) => {
    const at = fields.findIndex((field) => release.fields.includes(field));
    return at < 0 ? fields.length : at;
  };
  return [...known.values()].sort((a, b) => first(a) - first(b) || a.fields.length - b.fields.length);
}

function Found({
  system,
  lines,
  open,
}: {
  system: string;
  lines: readonly FoundConcept[];
  open: string | null;
}) {
  const t = useTranslations('terminology.search');
  const c = useTranslations('common.coded');
  return (
    <ul className={styles.found} aria-label={t('results')}>
      {lines.map(({ code, display, found, meaning }) => (
        <li key={code}>
          <SamePageLink href={codeHref(system, code)} aria-current={code === open ? 'true' : undefined}>
            <span>
              {display}
              {(meaning ?? found) && (
                <span className={styles.other}>{meaning ? c('meaning', meaning) : found}</span>
              )}
            </span>
            <code>{code}</code>
          </SamePageLink>
        </li>
      ))}
    </ul>
  );
}
