import type { AgendaItem, Named, TodayView } from '@keneyapp/bff/features/appointments/view';
import type { Me } from '@keneyapp/bff/features/session/view';
import type { Block, Printed } from '@keneyapp/bff/pdf/document';
import type { Formats } from '../../i18n/formats.ts';
import type { Translators } from '../../i18n/translators.ts';
import { dayWords } from './day-words.ts';
import { isChosen, type Chosen } from './chosen.ts';
import { isChecked } from './is-checked.ts';

/** They are not expected, or not any more. */
const leftOut: readonly AgendaItem['status'][] = ['cancelled', 'proposed', 'waitlist'];

interface Words extends Chosen {
  me: Pick<Me, 'displayName'>;
  at: Date;
  in: Translators;
  f: Formats;
}

/** Who comes on a day, practitioner by practitioner, as its reader is shown it: what they may not know of a visit is not there. */
export function listOfDay(
  view: TodayView,
  { who, room, where, me, at, in: { appointments: t, common: c }, f }: Words,
): { document: Omit<Printed, 'issuer'>; patientIds: string[] } {
  const items = view.items.filter(
    (item) => !leftOut.includes(item.status) && isChosen(item, { who, room, where }),
  );
  const day = dayWords(f.locale, view.from, {
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  });
  const place = [
    ...(where === null ? view.units : view.services.flatMap(({ id, name }) => (id === where ? name : []))),
    ...view.rooms.flatMap(({ id, name }) => (id === room ? name : [])),
  ];
  const groups = groupsOf(items, view.practitioners, who);
  const document: Omit<Printed, 'issuer'> = {
    language: f.locale,
    title: t('dayList.title'),
    identity: { name: t('dayList.of', { day }), lines: place.length > 0 ? [place.join(', ')] : [] },
    author: t('papers.author', { date: f.dateTime(at.toISOString()) ?? '', name: me.displayName }),
    madeAt: at.toISOString(),
    notices: [
      ...(view.truncated ? [{ text: t('dayList.truncated'), tone: 'critical' as const }] : []),
      { text: t('dayList.keep') },
    ],
    blocks:
      items.length === 0
        ? [{ kind: 'paragraph', text: t('dayList.nobody') }]
        : groups.flatMap(({ practitioner, items: own }): Block[] => {
            const name = practitioner?.name ?? t('grid.nobody');
            return [
              { kind: 'heading', text: name, note: t('count', { count: own.length }) },
              {
                kind: 'table',
                caption: name,
                columns: [
                  { header: t('columns.time'), share: 1 },
                  { header: t('columns.patient'), share: 4 },
                  { header: t('columns.reason'), share: 3 },
                  { header: t('columns.service'), share: 3 },
                  { header: t('columns.status'), share: 2 },
                ],
                rows: own.map((item) => ({
                  cells: [
                    f.time(item.start) ?? '',
                    patientOf(item),
                    reasonOf(item),
                    placeOf(item),
                    stateOf(item),
                  ],
                })),
              },
            ];
          }),
    words: {
      page: c('document.page', { n: '{n}', total: '{total}' }),
      code: c('document.code', { code: '{code}' }),
      missing: c('document.missing'),
      continued: c('document.continued'),
    },
  };
  return { document, patientIds: [...new Set(items.flatMap(({ patient }) => patient?.id ?? []))] };

  function patientOf({ patient }: AgendaItem): string {
    if (!patient) return t('noPatient');
    const used = f.usedNames(patient);
    return [
      `${f.birthName(patient)} ${f.givenName(patient)}${used ? ` (${used})` : ''}`,
      [
        f.date(patient.birthDate),
        c(`sex.${patient.sex}`),
        patient.ipp && `IPP\u00a0${patient.ipp}`,
        patient.isHomonym && c('person.homonym'),
      ]
        .filter(Boolean)
        .join(' · '),
    ].join('\n');
  }
  function reasonOf({ reason }: AgendaItem): string {
    return reason ? (f.coded(reason) ?? '') : '';
  }
  function placeOf({ services, rooms }: AgendaItem): string {
    return [...services, ...rooms].map(({ name }) => name).join(', ');
  }
  /** What was said at the desk; of who is only expected, room to write. */
  function stateOf({ status, reception }: AgendaItem): string {
    const checked = isChecked({ status, reception }) && t('reception.checked');
    if (status === 'booked') return checked || '';
    const arrived = reception.arrived === null ? null : f.time(reception.arrived);
    const state = [t(`status.${status}`), arrived].filter(Boolean).join(' ');
    return [state, checked].filter(Boolean).join(', ');
  }
}

/** One after the other by name; who comes to two stands with both. */
function groupsOf(
  items: readonly AgendaItem[],
  practitioners: readonly Named[],
  who: string | null,
): { practitioner: Named | null; items: AgendaItem[] }[] {
  const groups = practitioners
    .filter(({ id }) => who === null || id === who)
    .map((practitioner) => ({
      practitioner,
      items: items.filter((item) => item.practitioners.some(({ id }) => id === practitioner.id)),
    }));
  const others = items.filter((item) => item.practitioners.length === 0);
  return [...groups, { practitioner: null, items: others }].filter((group) => group.items.length > 0);
}
