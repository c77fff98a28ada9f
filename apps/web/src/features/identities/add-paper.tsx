'use client';
import { identityDocuments, type IdentityDocument } from '@keneyapp/clinical';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useRef, useState } from 'react';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { DateInput } from '../../components/form/date-input.tsx';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { readDay } from '../../components/form/paris-time.ts';
import { SelectInput } from '../../components/form/select-field.tsx';
import { issuesOf } from '../../components/form/server-issues.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { announce } from '../../shell/announcer.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { saveFailureOf } from '../../trpc/save-failure.ts';
import { watchUpload } from '../../trpc/upload.ts';
import { PagesField } from './pages-field.tsx';
import {
  encoded,
  forgetPage,
  isPageProblem,
  problemOfAll,
  withFiles,
  type ChosenPage,
  type PagesProblem,
} from './paper-pages.ts';

interface Props {
  patientId: string;
  /** The paper that was seen. */
  document?: IdentityDocument | null | undefined;
  /** Whom it is of, where the page does not say. */
  name?: string | undefined;
}

/** One click from where a paper was seen to its copy; nothing for who adds none. */
export function AddPaper({ isMain = false, ...of }: Props & { isMain?: boolean }) {
  const t = useTranslations('identities.papers');
  const { rights } = useSignedInUser();
  const [isOpen, setOpen] = useState(false);
  if (!rights['identities.add-paper']) return null;
  return (
    <>
      <Button variant={isMain ? 'contained' : 'outlined'} onClick={() => setOpen(true)}>
        {t('add')}
      </Button>
      {isOpen && <AddPaperDialog {...of} onClose={() => setOpen(false)} />}
    </>
  );
}

function AddPaperDialog({ patientId, document: seen, name, onClose }: Props & { onClose: () => void }) {
  const t = useTranslations('identities.papers');
  const words = useTranslations('identities.document');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const id = useId();
  const [paper, setPaper] = useState<IdentityDocument>(seen ?? 'identity-card');
  const [until, setUntil] = useState('');
  const [isDateWrong, setDateWrong] = useState(false);
  const [pages, setPages] = useState<readonly ChosenPage[]>([]);
  const [problem, setProblem] = useState<PagesProblem | null>(null);
  const [asks, setAsks] = useState(false);
  const [share, setShare] = useState<number | null>(null);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const shown = useRef(pages);
  useEffect(() => {
    shown.current = pages;
  });
  useEffect(() => () => shown.current.forEach(forgetPage), []);
  useEffect(() => watchUpload(setShare), []);
  const mutation = useMutation(
    trpc.identities.addPaper.mutationOptions({
      onSuccess: () => {
        announce(t('added', { paper: words(paper) }));
        void queries.invalidateQueries(trpc.identities.papers.queryFilter({ patientId }));
        onClose();
      },
      onError: (error) => {
        if (saveFailureOf(error).isIn === 'no') setKey(crypto.randomUUID());
        const wrong = new Map((issuesOf(error) ?? []).map(({ path: [, n], message }) => [n, message]));
        setPages((now) =>
          now.map((page, i) => {
            const word = wrong.get(i);
            return word !== undefined && isPageProblem(word) ? { ...page, problem: word } : page;
          }),
        );
      },
      onSettled: () => setShare(null),
    }),
  );
  const [isReading, setReading] = useState(false);
  const isSaving = mutation.isPending || isReading;
  const change = (next: readonly ChosenPage[], nextProblem: PagesProblem | null) => {
    setPages(next);
    setProblem(nextProblem);
    mutation.reset();
    // other pages are another form
    setKey(crypto.randomUUID());
  };
  const add = (files: readonly File[]) =>
    void withFiles(shown.current, files).then((all) => change(all.pages, all.problem));
  const remove = (page: ChosenPage) => {
    forgetPage(page);
    const left = pages.filter((one) => one !== page);
    change(left, left.length > 0 ? problemOfAll(left) : null);
  };
  const submit = async () => {
    const day = until.trim() === '' ? null : readDay(until);
    const isWrong = day === null && until.trim() !== '';
    setDateWrong(isWrong);
    const wrong = problemOfAll(pages);
    setProblem(wrong);
    if (isWrong) return document.getElementById(`${id}-until`)?.focus();
    if (wrong || pages.some((page) => page.problem))
      return document.getElementById(`${id}-pages-choose`)?.focus();
    setReading(true);
    try {
      const files = await Promise.all(pages.map(encoded));
      mutation.mutate({ patientId, key, document: paper, validUntil: day, pages: files });
    } catch {
      // moved or deleted since it was chosen
      setPages(pages.map((page) => ({ ...page, problem: 'unreadable' })));
    } finally {
      setReading(false);
    }
  };
  const failure = mutation.error && !issuesOf(mutation.error) ? mutation.error : null;
  const dateProblem = isDateWrong ? t('untilProblem') : null;
  return (
    <>
      <FormDialog
        title={t('add')}
        onSubmit={() => void submit()}
        onClose={() => {
          if (isSaving) return;
          if (pages.length > 0) setAsks(true);
          else onClose();
        }}
        save={t(isSaving ? 'saving' : 'save')}
        isSaving={isSaving}
        above={name !== undefined && <p>{t('of', { name })}</p>}
        below={
          <>
            {mutation.isPending && (
              <LinearProgress
                aria-label={t('progress')}
                {...(share === null || share === 1
                  ? {}
                  : { variant: 'determinate' as const, value: Math.round(share * 100) })}
              />
            )}
            {failure && <SaveFailed error={failure} retry={() => void submit()} title={t('failed')} />}
          </>
        }
      >
        <SelectInput
          id={`${id}-document`}
          label={t('document')}
          value={paper}
          options={(Object.keys(identityDocuments) as IdentityDocument[]).map((value) => ({
            value,
            word: words(value),
          }))}
          onChange={(value) => {
            setPaper(value as IdentityDocument);
            setKey(crypto.randomUUID());
          }}
          isLocked={isSaving}
        />
        <FieldFrame
          id={`${id}-until`}
          label={t('until')}
          hint={t('untilHint')}
          problem={dateProblem}
          isAnnounced
        >
          <DateInput
            id={`${id}-until`}
            text={until}
            onText={(text) => {
              setUntil(text);
              setDateWrong(false);
              setKey(crypto.randomUUID());
            }}
            describedBy={describedBy(`${id}-until`, dateProblem)}
            isInvalid={isDateWrong}
            isReadOnly={isSaving}
          />
        </FieldFrame>
        <PagesField
          id={`${id}-pages`}
          pages={pages}
          problem={problem}
          isLocked={isSaving}
          onFiles={add}
          onRemove={remove}
        />
        <p className="muted">{t('kept')}</p>
      </FormDialog>
      {asks && (
        <AskDialog
          title={t('leave.title')}
          text={t('leave.text')}
          safe={t('leave.stay')}
          onSafe={() => setAsks(false)}
          action={t('leave.go')}
          onAction={onClose}
        />
      )}
    </>
  );
}
