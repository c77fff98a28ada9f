'use client';
import type { StayView } from '@keneyapp/bff/features/encounters/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { useTranslations } from 'next-intl';
import { createContext, useContext, type ReactNode } from 'react';
import { Certainty } from '../../components/certainty.tsx';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { Drug, DrugTags } from '../../components/drug.tsx';
import { LeadsOn } from '../../components/leads-on.tsx';
import lines from '../../components/lines.module.css';
import { RecordedValue } from '../../components/recorded-value.tsx';
import { useDicomWords } from '../../components/use-dicom-words.ts';
import { useFormats } from '../../i18n/use-formats.ts';

type Contents = StayView['linked'];

/** What a heading adds to the name of its lists, so that two lists of one kind are told apart by name. */
const Within = createContext<string | null>(null);

interface Props {
  of: Contents;
  patientId: string;
  within?: string | null;
}

/** What belongs to a stay, list by list; what is empty is left out. Each line leads to its page. */
export function StayContents({ of, patientId, within = null }: Props) {
  const t = useTranslations('encounters');
  const dicom = useDicomWords();
  const f = useFormats();
  return (
    <Within value={within}>
      <Part name="reports" items={of.reports}>
        {(report) => (
          <Line key={report.id} when={f.dateTime(report.date)}>
            <LeadsOn patientId={patientId} section="results" at={`?view=reports&report=${report.id}`}>
              {f.coded(report.name)}
            </LeadsOn>
            {report.conclusion && (
              <span className={`${lines.aside} ${lines.words}`}>{report.conclusion}</span>
            )}
          </Line>
        )}
      </Part>
      <Part name="documents" items={of.documents}>
        {(document) => (
          <Line key={document.id} when={f.dateTime(document.date)}>
            <LeadsOn patientId={patientId} section="documents" at={`?doc=${document.id}`}>
              {document.title ?? f.coded(document.type)}
            </LeadsOn>
            <span className={lines.aside}>
              {[
                document.title && document.type.text !== document.title && document.type.text,
                ...document.authors,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </Line>
        )}
      </Part>
      <Part name="studies" items={of.studies}>
        {(study) => (
          <Line key={study.id} when={f.dateTime(study.date)}>
            <LeadsOn patientId={patientId} section="imaging" at={study.uid ? `?study=${study.uid}` : ''}>
              {study.description ?? t('study')}
            </LeadsOn>
            <span className={lines.aside}>{study.modalities.map(dicom.modality).join(', ')}</span>
          </Line>
        )}
      </Part>
      <Part name="procedures" items={of.procedures}>
        {(procedure) => (
          <Line key={procedure.id} when={f.when(procedure.performed)}>
            <LeadsOn patientId={patientId} section="procedures" record={`Procedure/${procedure.id}`}>
              {f.coded(procedure.name)}
            </LeadsOn>
            <span className={lines.aside}>
              {[
                t.has(`procedure.${procedure.status}` as 'procedure.not-done') &&
                  t(`procedure.${procedure.status}` as 'procedure.not-done'),
                ...procedure.performers,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </Line>
        )}
      </Part>
      <Part name="prescriptions" items={of.prescriptions}>
        {(line) => (
          <li key={line.id}>
            <span className={lines.main}>
              <LeadsOn
                patientId={patientId}
                section="medications"
                record={`${line.source === 'request' ? 'MedicationRequest' : 'MedicationStatement'}/${line.id}`}
              >
                <Drug line={line} />
              </LeadsOn>{' '}
              <DrugTags line={line} usual="active" />
            </span>
            <span className={lines.when}>{f.date(line.authoredOn ?? line.start)}</span>
          </li>
        )}
      </Part>
      <Part name="results" items={of.results}>
        {(result) => (
          <Line key={result.test} when={f.dateTime(result.date)}>
            <LeadsOn
              patientId={patientId}
              section="results"
              at={`?${new URLSearchParams({ test: result.test, value: result.observationId })}`}
            >
              {f.coded(result.name)}
            </LeadsOn>
            <span className={lines.aside}>
              <RecordedValue value={result.value} level={result.level} />{' '}
              <ClinicalFlag level={result.level} direction={result.direction} />
              {result.count > 1 && ` ${t('values', { n: result.count })}`}
            </span>
          </Line>
        )}
      </Part>
      <Part name="vitals" items={of.vitals ? [of.vitals] : []} isCounted={false}>
        {(vitals) => (
          <Line key="vitals" when={vitals.last && t('last', { time: f.dateTime(vitals.last) ?? '' })}>
            <LeadsOn patientId={patientId} section="vitals">
              {t('sets', { n: vitals.sets })}
            </LeadsOn>
          </Line>
        )}
      </Part>
      <Part name="problems" items={of.problems}>
        {(problem) => (
          <Line key={problem.id} when={f.date(problem.date)}>
            <LeadsOn patientId={patientId} section="problems" at={`?open=${problem.id}`}>
              {f.coded(problem.name)}
            </LeadsOn>
            <Certainty of={problem} />
          </Line>
        )}
      </Part>
    </Within>
  );
}

function Part<T>({
  name,
  items,
  isCounted = true,
  children,
}: {
  name: keyof Contents;
  items: readonly T[];
  isCounted?: boolean;
  children: (item: T) => ReactNode;
}) {
  const t = useTranslations('encounters.part');
  const within = useContext(Within);
  if (items.length === 0) return null;
  const title = within ? (
    <>
      {t(name)} <span className="visually-hidden">{within}</span>
    </>
  ) : (
    t(name)
  );
  return (
    <SectionCard title={title} count={isCounted ? items.length : null}>
      <ul className={lines.lines}>{items.map(children)}</ul>
    </SectionCard>
  );
}

function Line({ when, children }: { when: ReactNode; children: ReactNode }) {
  return (
    <li>
      <span className={lines.main}>{children}</span>
      <span className={lines.when}>{when}</span>
    </li>
  );
}
