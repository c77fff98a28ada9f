'use client';
import type { StayView } from '@keneyapp/bff/features/encounters/view';
import { KeyValue } from '@keneyapp/ui/key-value';
import { SectionCard } from '@keneyapp/ui/section-card';
import { useTranslations } from 'next-intl';
import { Certainty } from '../../components/certainty.tsx';
import { LeadsOn } from '../../components/leads-on.tsx';
import lines from '../../components/lines.module.css';
import { WholeLink } from '../../components/whole-link.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './stay.module.css';
import { useStayWords } from './use-stay-words.ts';

interface Props {
  stay: StayView['stay'];
  patientId: string;
}

/** When and why, how somebody came and left. */
export function Facts({ stay, patientId }: Props) {
  const t = useTranslations('encounters');
  const f = useFormats();
  const words = useStayWords();
  const list = (all: Parameters<typeof f.coded>[0][]) =>
    [...new Set(all.map((one) => f.coded(one)))].join(', ') || null;
  const joined = (all: (string | null)[]) => all.filter(Boolean).join(' · ') || null;
  return (
    <SectionCard title={t('facts')} tools={<WholeLink patientId={patientId} type="Encounter" id={stay.id} />}>
      <div className={styles.body}>
        <KeyValue
          items={[
            { key: t('fact.when'), value: words.span(stay) },
            {
              key: t('column.length'),
              value: stay.lengthMinutes === null ? null : f.minutes(stay.lengthMinutes),
            },
            { key: t('fact.reason'), value: list(stay.reasons) },
            {
              key: t('fact.kind'),
              value: list([...stay.types, ...(stay.serviceType ? [stay.serviceType] : [])]),
            },
            { key: t('fact.service'), value: stay.organization },
            { key: t('fact.priority'), value: stay.priority && f.coded(stay.priority) },
            {
              key: t('fact.admission'),
              value: joined([
                stay.admission.source && f.coded(stay.admission.source),
                stay.admission.origin,
                stay.admission.readmission && f.coded(stay.admission.readmission),
              ]),
            },
            {
              key: t('fact.discharge'),
              value: joined([stay.discharge.to && f.coded(stay.discharge.to), stay.discharge.destination]),
            },
            { key: t('fact.needs'), value: list(stay.needs) },
            {
              key: t('fact.states'),
              value:
                stay.states.length > 0 &&
                stay.states.map((state, i) => (
                  <span key={i} className={lines.words}>
                    {f.labelled(t(`status.${state.status}`), words.span(state))}
                  </span>
                )),
            },
            {
              key: t('fact.classes'),
              value:
                stay.classes.length > 0 &&
                stay.classes.map((one, i) => (
                  <span key={i} className={lines.words}>
                    {f.labelled(words.kind({ class: one.class, type: null }), words.span(one))}
                  </span>
                )),
            },
            { key: t('fact.numbers'), value: stay.numbers.join(', ') },
          ]}
        />
      </div>
    </SectionCard>
  );
}

export function Movements({ stay }: Pick<Props, 'stay'>) {
  const t = useTranslations('encounters');
  const f = useFormats();
  const words = useStayWords();
  if (stay.movements.length === 0) return null;
  return (
    <SectionCard title={t('movements')} count={stay.movements.length}>
      <ol className={lines.lines}>
        {stay.movements.map((one, i) => (
          <li key={i}>
            <span className={lines.main}>
              <span className={lines.strong}>{f.place(one.place)}</span>
              {one.status && one.status !== 'completed' && (
                <span className={lines.aside}>{t(`movement.${one.status}`)}</span>
              )}
            </span>
            <span className={lines.when}>{words.span(one) ?? t('noTime')}</span>
          </li>
        ))}
      </ol>
    </SectionCard>
  );
}

/** Each person once, with all that they were there and when. */
export function People({ stay }: Pick<Props, 'stay'>) {
  const t = useTranslations('encounters');
  const f = useFormats();
  const words = useStayWords();
  if (stay.people.length === 0) return null;
  return (
    <SectionCard title={t('people')} count={new Set(stay.people.map(({ name }) => name)).size}>
      <ul className={lines.lines}>
        {[...Map.groupBy(stay.people, ({ name }) => name)].map(([name, parts]) => (
          <li key={name}>
            <span className={lines.main}>
              <span className={lines.strong}>{name}</span>
              {parts.map((part, i) => (
                <span key={i} className={`${lines.aside} ${lines.words}`}>
                  {f.labelled(part.roles.map(words.role).join(', '), words.span(part))}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}

export function Findings({ stay, patientId }: Props) {
  const t = useTranslations('encounters');
  const f = useFormats();
  const words = useStayWords();
  if (stay.findings.length === 0) return null;
  return (
    <SectionCard title={t('diagnoses')} count={stay.findings.length}>
      <ul className={lines.lines}>
        {stay.findings
          .toSorted((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity))
          .map((one, i) => (
            <li key={i}>
              <span className={lines.main}>
                <span className={lines.strong}>
                  {one.condition ? (
                    <LeadsOn patientId={patientId} section="problems" at={`?open=${one.condition}`}>
                      {f.coded(one.name)}
                    </LeadsOn>
                  ) : (
                    f.coded(one.name)
                  )}
                </span>
                <Certainty of={one} />
              </span>
              <span className={lines.when}>
                {[one.use && words.use(one.use), one.rank !== null && t('rank', { n: one.rank })]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          ))}
      </ul>
    </SectionCard>
  );
}
