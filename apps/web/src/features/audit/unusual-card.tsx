'use client';
import { civilDateAt } from '@keneyapp/clinical';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { StartCard } from '../../components/start-card.tsx';
import { StartLine, StartLines } from '../../components/start-line.tsx';
import { useTRPC } from '../../trpc/client.tsx';

/** So many stand on the card; the page has all. */
const shown = 8;

const today = () => {
  const { year, month, day } = civilDateAt(new Date());
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

/** What is worth a question among today's accesses, and that nobody has dealt with. */
export function UnusualCard() {
  const t = useTranslations('start.unusual');
  const day = today();
  const query = useQuery(useTRPC().audit.unusual.queryOptions({ from: day, to: day }));
  const linesOf = (view: NonNullable<typeof query.data>) => [
    ...view.accesses
      .filter(({ dealtWith }) => dealtWith === null)
      .map(({ userId, userName, patientId, patient, reasons }) => ({
        key: `${userId}/${patientId}`,
        title: userName,
        note: [
          t('chartOf', { name: patient?.name ?? t('unknownPatient') }),
          ...reasons.map((r) => t(`reason.${r}`)),
        ],
      })),
    ...view.volumes
      .filter(({ dealtWith }) => dealtWith === null)
      .map(({ userId, userName, of, n }) => ({
        key: `${userId}/${of}`,
        title: userName,
        note: [t(`volume.${of}`, { n })],
      })),
    ...view.consents
      .filter(({ dealtWith }) => dealtWith === null)
      .map(({ seq, userName }) => ({ key: seq, title: userName ?? seq, note: [t('consent')] })),
  ];
  return (
    <StartCard
      name="unusual"
      query={query} // what was not looked at to the end does not say that there is nothing
      countOf={(view) => (view.isTruncated && linesOf(view).length === 0 ? null : linesOf(view).length)}
      href="/audit/unusual"
    >
      {(view) => (
        <StartLines>
          {linesOf(view)
            .slice(0, shown)
            .map(({ key, title, note }) => (
              <StartLine key={key} href="/audit/unusual" title={title} note={note.join(' · ')} />
            ))}
          {view.isTruncated && <StartLine href="/audit/unusual" title={t('partial')} />}
        </StartLines>
      )}
    </StartCard>
  );
}
