'use client';
import type { AgendaLine, AgendasView } from '@keneyapp/bff/features/appointments/rules-view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { CallFailed } from '../../../components/call-failed.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { SegmentedLinks } from '../../../components/segmented-links.tsx';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { AddAgenda } from './add-agenda.tsx';
import { AgendaLinks } from './agenda-links.tsx';
import { AgendaRules } from './agenda-rules.tsx';
import { HolidaysCard } from './holidays-card.tsx';
import { rulesHref, type RulesPlace } from './places.ts';
import styles from './rules.module.css';

/** Rules of the agendas of one’s units, or of the house: one agenda at a time. */
export function RulesPage({ place, today }: { place: RulesPlace; today: string }) {
  const t = useTranslations('rules');
  const c = useTranslations('common.state');
  const { rights } = useSignedInUser();
  const { data, error, refetch } = useQuery(useTRPC().appointments.agendas.queryOptions());
  const hasOwn = data?.agendas.some(({ isOwn }) => isOwn) === true;
  const isAll = place.isAll || !hasOwn;
  const shown = (data?.agendas ?? []).filter(({ isOwn }) => isAll || isOwn);
  const agenda =
    data?.agendas.find(({ reference }) => reference === place.agenda) ??
    (place.agenda === null ? shown[0] : undefined);
  return (
    <>
      <PageHeader title={t('title')} note={agenda?.name}>
        {hasOwn && (
          <SegmentedLinks
            label={t('where')}
            items={[false, true].map((all) => ({
              href: rulesHref({ agenda: place.agenda, isAll: all }),
              word: t(all ? 'all' : 'own'),
              isHere: all === isAll,
            }))}
          />
        )}
        <AgendaLinks here="rules" />
      </PageHeader>
      {!data ? (
        error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={10} widths={[20, 40, 20]} label={c('loading')} />
        )
      ) : (
        <div className={styles.columns}>
          <SectionCard
            title={t('agendas')}
            count={shown.length}
            tools={
              rights['appointments.save-resource'] === true &&
              data.units.length > 0 && <AddAgenda isAll={isAll} />
            }
          >
            {shown.length === 0 ? (
              <EmptyState title={t('none')} />
            ) : (
              <AgendaList {...{ shown, agenda, isAll }} />
            )}
          </SectionCard>
          <div className={styles.main}>
            {agenda ? (
              <AgendaRules
                agenda={agenda}
                kinds={data.kinds}
                mayWrite={agenda.isOwn && rights['appointments.save-rule'] === true}
              />
            ) : (
              <EmptyState title={t('choose')} />
            )}
            <HolidaysCard today={today} />
          </div>
        </div>
      )}
    </>
  );
}

function AgendaList({
  shown,
  agenda,
  isAll,
}: {
  shown: AgendasView['agendas'];
  agenda: AgendaLine | undefined;
  isAll: boolean;
}) {
  const t = useTranslations('rules');
  const units = Map.groupBy(shown, ({ unit }) => unit?.name ?? t('noUnit'));
  return (
    <ul className={styles.agendas}>
      {[...units].map(([unit, lines]) => (
        <li key={unit}>
          <h3>{unit}</h3>
          <ul>
            {lines.map(({ reference, name }) => (
              <li key={reference}>
                <Link
                  prefetch={false}
                  href={rulesHref({ agenda: reference, isAll })}
                  aria-current={reference === agenda?.reference ? 'page' : undefined}
                >
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
