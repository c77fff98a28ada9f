'use client';
import type { OwnEmergency } from '@keneyapp/bff/features/emergency/view';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';

/** What was concluded stays announced until the person says that they have read it. */
export function ReadIt({ access }: { access: OwnEmergency }) {
  const t = useTranslations('emergency.mine');
  const f = useFormats();
  const trpc = useTRPC();
  const client = useQueryClient();
  const read = useMutation(
    trpc.session.acknowledgeOutcome.mutationOptions({
      onSuccess: async () => {
        announce(t('acknowledged'));
        await Promise.all([
          client.invalidateQueries({ queryKey: trpc.emergency.mine.queryKey() }),
          client.invalidateQueries({ queryKey: trpc.session.notices.queryKey() }),
        ]);
      },
    }),
  );
  return (
    <>
      <span>
        <Button
          variant="outlined"
          size="small"
          aria-label={t('acknowledgeOf', { date: f.dateTime(access.startedAt) ?? '' })}
          onClick={() => {
            if (!read.isPending) read.mutate({ grantId: access.grantId });
          }}
        >
          {t('acknowledge')}
        </Button>
      </span>
      {read.error && <SaveFailed error={read.error} isTyped={false} />}
    </>
  );
}
