'use client';
import type { MedicationLine } from '@keneyapp/bff/features/medications/view';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { dosageParts, drugWords } from '../../components/dosage-words.ts';
import { Drug, DrugTags } from '../../components/drug.tsx';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { WholeLink } from '../../components/whole-link.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { Beside } from './beside.tsx';
import { Given } from './given.tsx';
import { groupOfDrug } from './groups.ts';
import styles from './detail.module.css';

interface Props {
  patientId: string;
  line: MedicationLine;
  closeHref: string;
}

/** Everything that is recorded of a drug: what is prescribed, from when to when, why, by whom; what was given; what it is judged by. */
export function DrugDetail({ patientId, line, closeHref }: Props) {
  const t = useTranslations('medications');
  const f = useFormats();
  const { inn } = drugWords(line, t, f);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    void box.current?.scrollIntoView({ block: 'start' });
  }, [line.id]);
  return (
    <section ref={box} className={styles.detail} aria-label={f.labelled(t('detail.title'), inn)}>
      <header className={styles.head}>
        <h2>
          <Drug line={line} /> <DrugTags line={line} usual="active" />
        </h2>
        <WholeLink
          patientId={patientId}
          type={line.source === 'request' ? 'MedicationRequest' : 'MedicationStatement'}
          id={line.id}
        />
        <SamePageLink
          className={`${styles.close} no-print`}
          href={closeHref}
          aria-label={t('detail.close', { name: inn })}
        >
          ✕
        </SamePageLink>
      </header>
      <div className={styles.columns}>
        <dl className={styles.facts}>
          {factsOf(line, t, f).map(([name, ...values]) => (
            <div key={name}>
              <dt>{name}</dt>
              {values.map((value, i) => (
                <dd key={i}>{value}</dd>
              ))}
            </div>
          ))}
        </dl>
        <Beside patientId={patientId} line={line} />
      </div>
      <Given patientId={patientId} line={line} />
    </section>
  );
}

type Words = ReturnType<typeof useTranslations<'medications'>>;

function factsOf(line: MedicationLine, t: Words, f: ReturnType<typeof useFormats>): [string, ...string[]][] {
  const coded = (all: MedicationLine['reasons']) => all.map((c) => f.coded(c)).join(', ');
  const isOver = line.standing === 'past';
  const isOrder = line.source === 'request';
  const dosages = line.dosages.map((d) =>
    dosageParts(d, t, f, { isStartShown: line.dosages.length > 1 })
      .filter(Boolean)
      .join(' – '),
  );
  const why = line.status === 'on-hold' ? 'held' : line.status === 'not-taken' ? 'notTaken' : 'stopped';
  const hasWhy =
    line.statusReasons.length > 0 || ['stopped', 'cancelled', 'on-hold', 'not-taken'].includes(line.status);
  const written = f.date(line.authoredOn);
  return [
    [t('detail.dosage'), ...(dosages.some(Boolean) ? dosages.filter(Boolean) : [t('detail.noDosage')])],
    [t('detail.status'), t(`status.${line.status}`)],
    [t('detail.start'), f.date(line.start) ?? t('detail.noStart')],
    ...(written ? [[t(isOrder ? 'detail.written' : 'detail.stated'), written] as [string, string]] : []),
    [
      t(isOver ? 'detail.ended' : 'detail.end'),
      f.date(line.end) ?? t(isOver ? 'detail.noEndKnown' : 'detail.noEnd'),
    ],
    ...(hasWhy
      ? [[t(`detail.${why}`), coded(line.statusReasons) || t('detail.noReason')] as [string, string]]
      : []),
    [t('detail.reason'), coded(line.reasons) || t('detail.noIndication')],
    [t(isOrder ? 'detail.prescriber' : 'detail.informant'), line.prescriber ?? t('detail.unknown')],
    [t('detail.place'), t(`group.${groupOfDrug(line)}`)],
    [t('detail.from'), t(`source.${line.isReported ? 'statement' : 'request'}`)],
    ...(line.note ? [[t('detail.note'), line.note] as [string, string]] : []),
  ];
}
