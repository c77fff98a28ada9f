'use client';
import Chip from '@mui/material/Chip';
import type { ReactNode } from 'react';

export type Tone = 'good' | 'bad' | 'attention' | 'notice' | 'neutral';
const colors = {
  good: 'success',
  bad: 'error',
  attention: 'warning',
  notice: 'info',
  neutral: 'default',
} as const;

/** How something stands: a word in the colour of its tone, with a sign before it where the word alone would leave it to the colour. */
export function StateChip({
  tone,
  sign,
  title,
  children,
}: {
  tone: Tone;
  sign?: string | undefined;
  title?: string;
  children: ReactNode;
}) {
  return (
    <Chip
      component="span"
      size="small"
      variant="outlined"
      color={colors[tone]}
      title={title}
      label={
        <>
          {sign !== undefined && <span aria-hidden>{sign} </span>}
          {children}
        </>
      }
    />
  );
}
