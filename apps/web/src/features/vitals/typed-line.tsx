'use client';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import { Fragment, useContext } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { FormLocked } from '../../components/form/use-field.ts';
import styles from './form.module.css';
import type { TypedLineState } from './use-typed-line.ts';

/** The line, what was read of it, and what is wrong marked at its place. The eye sees it at each key; who listens hears it after a pause. */
export function TypedLine({ line }: { line: TypedLineState }) {
  const t = useTranslations('vitals.line');
  const isLocked = useContext(FormLocked);
  const { id, text, problems, words, parts } = line;
  const problem = line.isLeft ? t('left') : null;
  return (
    <div className={styles.line}>
      <FieldFrame
        id={id}
        label={t('label')}
        problem={problem}
        isAnnounced
        hint={text.trim() === '' ? t('hint') : <Preview text={text} {...{ problems, words, parts }} />}
      >
        <OutlinedInput
          id={id}
          inputRef={line.input}
          value={text}
          onChange={(e) => line.type(e.target.value)}
          onKeyDown={(e) => {
            if (
              e.key !== 'Enter' ||
              e.ctrlKey ||
              e.metaKey ||
              e.nativeEvent.isComposing ||
              text.trim() === ''
            )
              return;
            e.preventDefault();
            line.fill();
          }}
          autoComplete="off"
          size="small"
          slotProps={{
            input: {
              readOnly: isLocked,
              maxLength: 300,
              spellCheck: false,
              autoCapitalize: 'off',
              'aria-describedby': describedBy(id, problem),
              'aria-invalid': problems.length > 0 || line.isLeft,
              enterKeyHint: 'done',
            },
          }}
        />
      </FieldFrame>
      <span className="visually-hidden" role="status">
        {line.said}
      </span>
    </div>
  );
}

function Preview({
  text,
  problems,
  words,
  parts,
}: { text: string } & Pick<TypedLineState, 'problems' | 'words' | 'parts'>) {
  if (problems.length === 0)
    return (
      <ul className={styles.read}>
        {parts.map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
    );
  return (
    <>
      <p className={styles.typed}>
        {problems.map(({ code, start, end }, i) => {
          const before = problems[i - 1]?.end ?? 0;
          return (
            <Fragment key={`${start} ${code}`}>
              {text.slice(before, start)}
              <mark>{text.slice(Math.max(before, start), end)}</mark>
            </Fragment>
          );
        })}
        {text.slice(problems.at(-1)?.end ?? 0)}
      </p>
      <ul className={styles.wrong}>
        {words.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </>
  );
}
