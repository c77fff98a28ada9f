import type { PaperView } from '@keneyapp/bff/features/appointments/paper-view';
import type { Identity } from '@keneyapp/bff/features/patients/view';
import type { Me } from '@keneyapp/bff/features/session/view';
import type { Block, Printed } from '@keneyapp/bff/pdf/document';
import type { Formats } from '../../i18n/formats.ts';
import type { Translators } from '../../i18n/translators.ts';
import { bornWords } from '../../print/born-words.ts';
import { dayWords } from './day-words.ts';

export const papers = ['summons', 'certificate', 'ticket'] as const;
export type Paper = (typeof papers)[number];

interface Words {
  identity: Identity;
  me: Pick<Me, 'displayName'>;
  at: Date;
  in: Translators;
  f: Formats;
}

/** A summons, a certificate of presence or the ticket of who waits; null where there is none to be had of this appointment. */
export function appointmentPaper(
  paper: Paper,
  view: PaperView,
  words: Words,
): Omit<Printed, 'issuer'> | null {
  if (paper === 'ticket') return ticket(view, words);
  const { identity, me, at, f } = words;
  const { appointments: t, print } = words.in;
  const blocks = paper === 'summons' ? summons(view, words) : certificate(view, words);
  if (blocks === null) return null;
  const born = bornWords(identity, print, f);
  return {
    language: f.locale,
    title: t(`papers.${paper}.title`),
    identity: {
      name: nameOf(words),
      // an employer who reads a certificate needs no hospital number
      lines: [
        [born, paper === 'summons' && identity.ipp && `IPP\u00a0${identity.ipp}`].filter(Boolean).join(' · '),
      ],
    },
    ...(paper === 'summons' ? { recipient: view.recipient } : { recipient: [] }),
    // the role and place of who prints it would tell of the service
    author: t('papers.author', { date: f.dateTime(at.toISOString()) ?? '', name: me.displayName }),
    madeAt: at.toISOString(),
    notices: [],
    blocks,
    words: footWords(words),
  };
}

const footWords = ({ in: { common: c } }: Pick<Words, 'in'>): Printed['words'] => ({
  page: c('document.page', { n: '{n}', total: '{total}' }),
  code: c('document.code', { code: '{code}' }),
  missing: c('document.missing'),
  continued: c('document.continued'),
});

/** By what somebody is called in front of others: it lies on chairs, so it says neither who they are nor to whom they come. */
function ticket(view: PaperView, words: Words): Omit<Printed, 'issuer'> | null {
  if (view.ticket === null) return null;
  const { at, f } = words;
  const { appointments: t } = words.in;
  return {
    isSlip: true,
    language: f.locale,
    title: t('papers.ticket.title'),
    identity: { name: view.ticket, lines: [t('papers.ticket.called'), t('papers.ticket.desk')] },
    author: t('papers.ticket.arrived', { at: f.dateTime(view.arrived ?? at.toISOString()) ?? '' }),
    madeAt: at.toISOString(),
    notices: [],
    blocks: [],
    words: footWords(words),
  };
}

const nameOf = ({ identity, f }: Pick<Words, 'identity' | 'f'>): string => {
  const used = f.usedNames(identity);
  return `${f.birthName(identity)} ${f.givenName(identity)}${used ? ` (${used})` : ''}`;
};

function summons(view: PaperView, { in: { appointments: t }, f }: Words): Block[] | null {
  if (!view.isToCome) return null;
  const day = dayWords(f.locale, view.day, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const facts = [
    [t('papers.summons.day'), day],
    [t('papers.summons.time'), f.time(view.start) ?? ''],
    [t('papers.summons.with'), view.practitioners.join(', ')],
    [t('papers.summons.where'), view.place.join('\n')],
    [t('papers.summons.phone'), view.phone ?? ''],
  ].filter(([, value]) => value !== '');
  const toBring = ['identity', 'insurance', 'letter', 'images', 'medicines', 'thisLetter'] as const;
  return [
    { kind: 'paragraph', text: t('papers.summons.intro') },
    {
      kind: 'table',
      caption: t('papers.summons.facts'),
      columns: [
        { header: t('papers.summons.what'), share: 1 },
        { header: t('papers.summons.said'), share: 3 },
      ],
      rows: facts.map(([name = '', value = '']) => ({ cells: [name, value] })),
    },
    { kind: 'heading', text: t('papers.summons.bring'), note: '' },
    {
      kind: 'list',
      items: toBring.map((one) => ({ lead: t(`papers.summons.items.${one}`), rest: [], aside: '' })),
    },
    ...(view.preparation.length > 0
      ? [
          { kind: 'heading' as const, text: t('papers.summons.prepare'), note: '' },
          ...view.preparation.map((text) => ({ kind: 'paragraph' as const, text })),
        ]
      : []),
    { kind: 'heading', text: t('papers.summons.prevented'), note: '' },
    {
      kind: 'paragraph',
      text: view.phone ? t('papers.summons.call', { phone: view.phone }) : t('papers.summons.callReception'),
    },
  ];
}

/** Only of who came; it says neither to whom nor why, for the employer who reads it. */
function certificate(view: PaperView, words: Words): Block[] | null {
  const { identity, at, f } = words;
  const { appointments: t, print } = words.in;
  if (view.arrived === null) return null;
  const day = f.date(view.day) ?? '';
  const values = {
    name: nameOf(words),
    born: bornWords(identity, print, f),
    sex: identity.sex,
    day,
    from: f.time(view.arrived) ?? '',
    to: f.time(view.left ?? at.toISOString()) ?? '',
  };
  return [
    {
      kind: 'paragraph',
      text: t(view.left === null ? 'papers.certificate.stays' : 'papers.certificate.came', values),
    },
    { kind: 'paragraph', text: t('papers.certificate.use') },
    { kind: 'signature', text: t('papers.certificate.signed', { day: f.date(at.toISOString()) ?? '' }) },
  ];
}
