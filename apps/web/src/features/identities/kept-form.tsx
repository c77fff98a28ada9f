'use client';
import { LoadingRows } from '@keneyapp/ui/states';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useMemo, type ReactNode } from 'react';
import { Ago } from '../../components/ago.tsx';
import { useDraft, type Draft } from '../../components/use-draft.ts';
import { freshIdentity, type IdentityValues } from './identity-state.ts';

/** What was typed of an identity, as it is kept: over which version, where there is one. */
export interface Kept {
  version: string | null;
  values: IdentityValues;
}

interface Props {
  form: 'identities.register' | 'identities.correct';
  base: string;
  /** Over which version it is typed; null: somebody new. */
  version: string | null;
  children: (draft: Draft, kept: Kept | null) => ReactNode;
}

/**
 * An identity that is being typed, kept as a draft of the person's own: a session that ends, a reload or a crash loses
 * nothing. It is theirs alone, and gone once it is saved or given up.
 */
export function KeptForm({ form, base, version, children }: Props) {
  const c = useTranslations('common.state');
  const draft = useDraft({ patientId: null, form, base });
  const { save } = draft;
  const withVersion = useMemo(
    () => ({
      ...draft,
      save: (content: string) => save(JSON.stringify({ version, values: JSON.parse(content) as unknown })),
    }),
    [draft, save, version],
  );
  if (draft.restored === undefined) return <LoadingRows rows={8} widths={[45, 45]} label={c('loading')} />;
  return (
    <div key={draft.generation}>
      {children(withVersion, draft.restored && readKept(draft.restored.content))}
    </div>
  );
}

/** Null for what is no identity: it was kept by a page of another version. */
function readKept(content: string): Kept | null {
  try {
    const { version, values } = JSON.parse(content) as Partial<Kept>;
    if (!values || typeof values !== 'object') return null;
    const isWhole = Object.entries(freshIdentity).every(
      ([field, value]) => field === 'origin' || typeof values[field as keyof IdentityValues] === typeof value,
    );
    return isWhole ? { version: typeof version === 'string' ? version : null, values } : null;
  } catch {
    return null;
  }
}

/** Says that what stands in the form was typed before, and begins anew where it is another person. */
export function RestoredIdentity({ draft, anew }: { draft: Draft; anew: () => void }) {
  const t = useTranslations('identities.kept');
  if (!draft.restored) return null;
  return (
    <Alert
      severity="info"
      action={
        <Button color="inherit" onClick={anew}>
          {t('anew')}
        </Button>
      }
    >
      {t('restored')} (<Ago value={draft.restored.updatedAt} />)
    </Alert>
  );
}
