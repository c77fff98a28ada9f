'use client';
import type { AgendaItem, AgendaView, TodayView } from '@keneyapp/bff/features/appointments/view';
import { EmptyState } from '@keneyapp/ui/states';
import Chip from '@mui/material/Chip';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import note from '../../components/card-note.module.css';
import { HomonymMark } from '../../components/person-marks.tsx';
import { StartCard } from '../../components/start-card.tsx';
import { StartLine, StartLines } from '../../components/start-line.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { chartHome } from '../../shell/chart-address.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { whileInSight } from '../../trpc/while-in-sight.ts';
import { addDays, agendaHref, everywhere, ownUnits, todayInHospital } from './agenda-search-params.ts';
import { BookLink } from './booking/book-link.tsx';
import { Delays } from './delays.tsx';
import { ReceptionButtons } from './reception-buttons.tsx';
import { useLiveAgenda } from './use-live-agenda.ts';
import { Waiting } from './waiting.tsx';

/** So many stand on the card; the agenda has all. */
const shown = 12;
const fallbackMs = 60_000;
/** They do not come any more. */
const over: readonly AgendaItem['status'][] = ['cancelled', 'noshow', 'fulfilled'];

/** Who has arrived first, then by time; who came already is left to the agenda. */
const comingOf = ({ items }: AgendaView): AgendaItem[] =>
  items
    .filter(({ status }) => !over.includes(status))
    .sort((a, b) => Number(b.status === 'arrived') - Number(a.status === 'arrived'));

/** The day in the agenda, of the same units as here; of all where nobody comes to these. */
const agendaOf = (view: TodayView | undefined): string =>
  agendaHref({
    ...{ view: 'day', from: null, who: null, zoom: 'medium' },
    where: view?.units.length && comingOf(view).length > 0 ? ownUnits : everywhere,
  });

/** Who comes today: to the practitioner who reads it, or to the house. */
export function TodayCard() {
  const t = useTranslations('start.today');
  const f = useFormats();
  const me = useSignedInUser();
  const query = useQuery(useTRPC().appointments.today.queryOptions(undefined, whileInSight(fallbackMs)));
  const today = query.data?.today ?? todayInHospital();
  useLiveAgenda({ from: today, until: addDays(today, 1), practitionerId: null }, true);
  return (
    <StartCard
      name="today"
      query={query}
      tools={me.rights['appointments.book'] && <BookLink />}
      countOf={(view) => comingOf(view).length}
      href={agendaOf(query.data)}
      {...(query.data?.units.length
        ? { empty: <EmptyState title={t('noneInUnits', { units: query.data.units.join(', ') })} /> }
        : {})}
    >
      {(view) => {
        const coming = comingOf(view);
        return (
          <>
            {view.units.length > 0 && (
              <p className={note.note}>{t('units', { units: view.units.join(', ') })}</p>
            )}
            <div className={note.lines}>
              <Delays items={coming} own={view.ownPractitionerId} />
            </div>
            <StartLines>
              {coming.slice(0, shown).map((item) => (
                <StartLine
                  key={item.id}
                  href={item.patient && chartHome(item.patient.id, me)}
                  lead={f.time(item.start)}
                  title={
                    item.patient ? (
                      <>
                        {f.birthName(item.patient)} {f.givenName(item.patient)}{' '}
                        {item.patient.isHomonym && <HomonymMark />}
                      </>
                    ) : (
                      t('nobodyNamed')
                    )
                  }
                  note={[
                    item.patient && f.date(item.patient.birthDate),
                    item.reason && f.coded(item.reason),
                    me.rights['appointments.book'] && item.practitioners.map(({ name }) => name).join(', '),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                  aside={
                    <>
                      {item.status === 'arrived' ? (
                        <Chip size="small" variant="outlined" label={t('arrived')} />
                      ) : item.status === 'booked' ? null : (
                        <span>{t(item.status === 'pending' ? 'pending' : 'waiting')}</span>
                      )}
                      <Waiting item={item} />
                      <ReceptionButtons item={item} isShort />
                    </>
                  }
                />
              ))}
              {(coming.length > shown || view.truncated) && (
                <StartLine
                  href={agendaOf(view)}
                  title={t('more', { n: coming.length - Math.min(shown, coming.length) })}
                />
              )}
            </StartLines>
          </>
        );
      }}
    </StartCard>
  );
}
