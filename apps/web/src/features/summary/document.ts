// All blocks of the printed summary in one file: what a block leaves out is seen beside what the others do.
import type { Block, Line } from '@keneyapp/bff/pdf/document';
import type { Me } from '@keneyapp/bff/features/session/view';
import type { ResultRow, SummaryView } from '@keneyapp/bff/features/summary/view';
import type { useTranslations } from 'next-intl';
import type { AbsenceWords } from '../../components/absence-words.ts';
import { dicomWords } from '../../components/dicom-words.ts';
import { withoutWritten, type OfRecord } from '../../components/dosage-of-record.ts';
import { drugWords } from '../../components/dosage-words.ts';
import { drugTags } from '../../components/drug-tag-words.ts';
import { encounterClass } from '../../components/encounter-class.ts';
import { flagWords } from '../../components/flag-words.ts';
import { isOldAt } from '../../components/is-old.ts';
import { judgementWords } from '../../components/judgement-words.ts';
import { statementWords, type Statement } from '../../components/statement-words.ts';
import type { Formats } from '../../i18n/formats.ts';
import { hasConclusions } from './conclusions.ts';
import { courseWords } from './course-words.ts';
import { withoutRepeats } from './encounter-words.ts';
import { shortValue } from './short-value.ts';
import { warningLine } from './warning-words.ts';

export interface Words {
  summary: ReturnType<typeof useTranslations<'summary'>>;
  common: ReturnType<typeof useTranslations<'common'>>;
  clinical: ReturnType<typeof useTranslations<'common.clinical'>>;
  medications: ReturnType<typeof useTranslations<'medications'>>;
  results: ReturnType<typeof useTranslations<'results'>>;
  sections: ReturnType<typeof useTranslations<'shell.sections'>>;
  dicom: ReturnType<typeof useTranslations<'dicom'>>;
  score: ReturnType<typeof useTranslations<'wards.score'>>;
  parameters: ReturnType<typeof useTranslations<'wards.parameters'>>;
  f: Formats;
  ofRecord?: OfRecord | null;
  now: number;
}
type Part = { items: readonly unknown[]; total: number | null; failed: boolean };
type Section = Exclude<keyof SummaryView, 'conclusions' | 'appointments'>;

const line = (
  lead: string,
  rest: (string | null | undefined | false)[] = [],
  more: Partial<Line> = {},
): Line => ({
  lead,
  rest: rest.filter((words): words is string => typeof words === 'string' && words !== ''),
  aside: '',
  ...more,
});

/** The summary in words, for paper: what stands on the screen, in its order by risk, of what this person may see. */
export function summaryBlocks(view: SummaryView, rights: Me['rights'], w: Words): Block[] {
  const beside = (name: 'imaging' | 'documents') =>
    hasConclusions(view, rights) ? { empty: w.summary(`emptyBeside.${name}`) } : {};
  return [
    ...(rights['vitals.read']
      ? section('vitals', view.vitals, w, { isCounted: false, said: warning(view, w) }, vitals(view, w))
      : []),
    ...(rights['results.read'] ? [...results(view, w), ...conclusions(view, w)] : []),
    ...(rights['allergies.read'] ? allergies(view, w) : []),
    ...(rights['problems.read']
      ? section(
          'problems',
          view.problems,
          w,
          { said: said('problem', view.problems.statements, w) },
          problems(view, w),
        )
      : []),
    ...(rights['medications.read'] ? medications(view, w) : []),
    ...appointments(view, w),
    ...(rights['encounters.read'] ? section('encounters', view.encounters, w, {}, encounters(view, w)) : []),
    ...(rights['immunizations.read']
      ? section(
          'immunizations',
          view.immunizations,
          w,
          { said: said('immunization', view.immunizations.statements, w) },
          immunizations(view, w),
        )
      : []),
    ...(rights['imaging.read']
      ? section('imaging', view.imaging, w, beside('imaging'), imaging(view, w))
      : []),
    ...(rights['documents.read']
      ? section('documents', view.documents, w, beside('documents'), documents(view, w))
      : []),
  ];
}

const listOf = (items: Line[]): Block[] => (items.length > 0 ? [{ kind: 'list', items }] : []);

/** A part as the screen shows it: how much of it is here; that it failed, or is empty, in its words. */
function section(
  name: Section,
  part: Part,
  { summary, common, sections }: Words,
  { said: above = [], empty, isCounted = true }: { said?: Block[]; empty?: string; isCounted?: boolean },
  blocks: Block[],
): Block[] {
  const shown = part.items.length;
  const note =
    !isCounted || part.failed || shown === 0
      ? ''
      : part.total !== null && part.total > shown
        ? summary('of', { shown, total: part.total })
        : part.total === null
          ? summary('more', { shown, section: name })
          : String(shown);
  return [
    { kind: 'heading', text: sections(name), note },
    ...(part.failed
      ? [{ kind: 'paragraph' as const, text: common('error.partial'), tone: 'warning' as const }]
      : [
          ...above,
          ...(shown === 0
            ? [
                {
                  kind: 'paragraph' as const,
                  text: empty ?? summary(`empty.${name as 'problems'}`),
                  tone: 'muted' as const,
                },
              ]
            : blocks),
        ]),
  ];
}

function said(of: AbsenceWords['of'], statements: readonly Statement[], { common, f }: Words): Block[] {
  return listOf(
    statements.map((statement) => {
      const { says, noted, contradicted } = statementWords(of, statement, common, f);
      return line(says, [noted, contradicted], contradicted ? { tone: 'warning' } : {});
    }),
  );
}

const toneOf = (level: string): Line['tone'] =>
  level === 'critical' ? 'critical' : level === 'abnormal' ? 'warning' : undefined;
const flagged = (of: Pick<ResultRow, 'level' | 'direction'>, w: Words) =>
  of.level === 'critical' || of.level === 'abnormal'
    ? `${of.level === 'critical' ? '!! ' : ''}${of.direction === 'high' ? '↑ ' : of.direction === 'low' ? '↓ ' : ''}${flagWords(of, w.clinical)}`
    : null;

function warning(
  { vitals: { warning: score } }: SummaryView,
  { summary, score: t, parameters, f, now }: Words,
): Block[] {
  return score ? listOf([warningLine(summary('vital.news2'), score, { t, parameters, f, now })]) : [];
}

function vitals({ vitals: { items: all, warning: score } }: SummaryView, w: Words): Block[] {
  const { summary, common, f, now } = w;
  // the score stands above, with what tells most of it
  const items = all.filter(({ kind }) => !(score?.kind === 'score' && kind === 'news2'));
  return listOf(
    items.map((tile) => {
      const isOld = isOldAt(now, tile.date, tile.freshForDays);
      const name = tile.kind === 'other' ? f.coded(tile.label) : summary(`vital.${tile.kind}`);
      const [own, ...others] = tile.values;
      const [first] = tile.points;
      return line(
        `${name}${f.colon}${own ? [own.name && f.partName(own.name), f.value(own.value)].filter(Boolean).join(' ') : ''}`,
        [
          flagged(tile, w),
          isOld && common('observed.old'),
          ...others.map((part) => f.labelled(part.name && f.partName(part.name), f.value(part.value))),
          tile.recorded && f.recordedAs(tile.recorded),
          tile.alsoThen > 0 && common('observed.alsoThen', { n: tile.alsoThen }),
          judgementWords(tile, f),
          first &&
            tile.points.length > 1 &&
            `${summary('vital.values', { n: tile.points.length, since: f.date(first.date) ?? '' })} (${courseWords(tile.points, f)})`,
        ],
        {
          aside: f.dateTime(tile.date) ?? common('time.unknown'),
          tone: isOld ? 'muted' : toneOf(tile.level),
        },
      );
    }),
  );
}

function results({ results: part }: SummaryView, w: Words): Block[] {
  const { summary, common, f, now } = w;
  const rows = part.items.map((r) => {
    const isOld = isOldAt(now, r.date, r.freshForDays);
    return {
      cells: [
        [f.coded(r.name), judgementWords(r, f)].filter(Boolean).join(' · '),
        [shortValue(r.value, w.results, f), ...r.concluded.map(f.value)].join(' · '),
        [flagged(r, w), isOld && common('observed.old')].filter(Boolean).join(' · '),
        f.range(r.range) ?? '',
        f.dateTime(r.date) ?? common('time.unknown'),
      ],
      tone: isOld ? ('muted' as const) : toneOf(r.level),
    };
  });
  const columns = [
    { header: summary('result.name'), share: 30 },
    { header: summary('result.value'), share: 20, align: 'right' as const },
    { header: summary('result.flag'), share: 20 },
    { header: summary('result.range'), share: 18 },
    { header: summary('result.date'), share: 18 },
  ];
  return section('results', part, w, part.hasReports ? { empty: summary('reportsOnly') } : {}, [
    { kind: 'table', caption: summary('resultsCaption'), columns, rows },
  ]);
}

function conclusions({ conclusions: part }: SummaryView, { summary, common, f }: Words): Block[] {
  if (!part.failed && part.items.length === 0) return [];
  return [
    { kind: 'heading', text: summary('conclusions'), note: '' },
    ...(part.failed
      ? [{ kind: 'paragraph' as const, text: common('error.partial'), tone: 'warning' as const }]
      : listOf(
          part.items.map((c) =>
            line(
              f.coded(c.name),
              [
                c.status !== 'final' &&
                  (summary.has(`report.${c.status}` as 'report.preliminary')
                    ? summary(`report.${c.status}` as 'report.preliminary')
                    : c.status),
                c.text,
                ...c.codes.map((code) => f.coded(code)),
              ],
              { aside: f.dateTime(c.date) ?? common('time.unknown') },
            ),
          ),
        )),
  ];
}

function allergies({ allergies: part }: SummaryView, w: Words): Block[] {
  const { summary, f } = w;
  const empty =
    part.state === 'none-known'
      ? summary('noKnownAllergies')
      : part.state === 'none-known-of'
        ? summary('allergiesOnlyOf')
        : summary('allergiesNotRecorded');
  const items = part.items.map((a) =>
    line(
      `${a.rank === 3 ? '!! ' : ''}${f.coded(a.substance)}`,
      [[...new Set(a.reactions.flatMap((r) => r.manifestations.map((m) => f.coded(m))))].join(', ')],
      {
        aside: a.rank > 0 ? summary(`rank.${a.rank as 1 | 2 | 3}`) : '',
        ...(a.rank === 3 ? { tone: 'critical' as const } : {}),
      },
    ),
  );
  return section('allergies', part, w, { said: said('allergy', part.statements, w), empty }, listOf(items));
}

function problems({ problems: { items } }: SummaryView, { summary, f }: Words): Block[] {
  return listOf(
    items.map((p) =>
      line(
        f.coded(p.name),
        [
          p.verification &&
            p.verification !== 'confirmed' &&
            p.verification !== 'entered-in-error' &&
            summary(`verification.${p.verification}`),
          p.verificationText,
          p.severity && f.coded(p.severity),
        ],
        { aside: f.when(p.onset) ?? f.date(p.recordedDate) ?? '' },
      ),
    ),
  );
}

function medications({ medications: part }: SummaryView, w: Words): Block[] {
  const { medications: t, f, ofRecord } = w;
  const drug = (item: (typeof part.items)[number]) => {
    const { inn, brand, parts } = drugWords(ofRecord ? withoutWritten(item, ofRecord) : item, t, f);
    return { name: brand ? `${inn} (${brand})` : inn, parts };
  };
  const prohibited = part.prohibited.map((item) => {
    const { name, parts } = drug(item);
    return line(`${t('prohibitedHere')} ${name}`, parts, { tone: 'critical' });
  });
  const items = part.items.map((item) => {
    const { name, parts } = drug(item);
    return line(name, [...parts, ...drugTags(item, 'active', t, f).map(({ words }) => words)]);
  });
  return section(
    'medications',
    part,
    w,
    { said: [...said('medication', part.statements, w), ...listOf(prohibited)] },
    listOf(items),
  );
}

function appointments({ appointments: part }: SummaryView, { summary, common, f }: Words): Block[] {
  if (!part.failed && part.items.length === 0) return [];
  const shown = part.items.length;
  const isMore = part.total !== null && part.total > shown;
  const note = isMore
    ? summary('of', { shown, total: part.total ?? shown })
    : shown === 0
      ? ''
      : String(shown);
  return [
    { kind: 'heading', text: summary('appointments'), note },
    ...(part.failed
      ? [{ kind: 'paragraph' as const, text: common('error.partial'), tone: 'warning' as const }]
      : listOf(
          part.items.map((one) =>
            line(
              one.reason ? f.coded(one.reason) : summary('appointment'),
              [
                one.status === 'arrived' && summary('arrived'),
                ['pending', 'proposed', 'waitlist'].includes(one.status) && summary('notConfirmed'),
                ...one.who,
                ...one.where,
              ],
              { aside: f.dateTime(one.start) ?? '' },
            ),
          ),
        )),
  ];
}

function encounters({ encounters: { items } }: SummaryView, { summary, f }: Words): Block[] {
  return listOf(
    items.map((e) => {
      const kind = encounterClass(e.class);
      const name = kind ? summary(`class.${kind}`) : '';
      return line(
        kind ? name : e.type ? f.coded(e.type) : summary('class.other'),
        [
          e.isCurrent && summary('ongoing'),
          ...withoutRepeats(name, [
            kind && e.type && f.coded(e.type),
            ...e.reasons.map((r) => f.coded(r)),
            (e.isCurrent && e.place ? f.place(e.place) : e.place?.service) ?? e.organization,
          ]),
          e.lengthMinutes !== null && e.lengthMinutes >= 1440 && f.minutes(e.lengthMinutes),
        ],
        { aside: (e.isCurrent ? summary('since', { date: f.date(e.start) ?? '' }) : f.date(e.start)) ?? '' },
      );
    }),
  );
}

function immunizations({ immunizations: { items } }: SummaryView, { summary, f }: Words): Block[] {
  return listOf(
    items.map((i) =>
      line(
        f.coded(i.vaccine),
        [
          i.isSubpotent && summary('subpotent'),
          ...i.protocols.map(
            ({ doseNumber: n, doseTotal: total }) =>
              n && (total ? summary('doseOf', { n, total }) : summary('dose', { n })),
          ),
        ],
        { aside: f.date(i.date) ?? i.dateText ?? '' },
      ),
    ),
  );
}

function imaging({ imaging: { items } }: SummaryView, { summary, dicom, f }: Words): Block[] {
  const { bodyPart, modality } = dicomWords(dicom);
  return listOf(
    items.map((i) =>
      line(
        i.description ?? (i.bodySites.map((b) => bodyPart(f.coded(b))).join(', ') || summary('study')),
        [i.modalities.map(modality).join(' '), i.instances !== null && summary('images', { n: i.instances })],
        { aside: f.date(i.date) ?? '' },
      ),
    ),
  );
}

function documents({ documents: { items } }: SummaryView, { summary, f }: Words): Block[] {
  return listOf(
    items.map((d) =>
      line(
        d.title ?? f.coded(d.type),
        [
          d.title && d.type.text !== d.title ? d.type.text : null,
          d.author,
          d.status === 'superseded' && summary('superseded'),
          d.docStatus && d.docStatus !== 'final' && summary(d.docStatus),
          d.files > 1 && summary('files', { n: d.files }),
        ],
        { aside: f.date(d.date) ?? '' },
      ),
    ),
  );
}
