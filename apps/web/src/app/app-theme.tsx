'use client';
import { theme } from '@keneyapp/ui/theme';
import Button from '@mui/material/Button';
import { ThemeProvider } from '@mui/material/styles';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { SignInCard } from '../features/session/sign-in-card.tsx';
import { LanguageSwitch } from '../shell/language-switch.tsx';

export function AppTheme({ children }: { children: ReactNode }) {
  return (
    <ThemeProvider theme={theme} defaultMode="system">
      {children}
    </ThemeProvider>
  );
}

/**
 * What the sign-in page and the pages behind it both draw. The root layout loads it once for both; left to themselves each of
 * the two has a copy of its own (8 kB).
 * @public
 */
export const drawnEverywhere = [Button, Link, SignInCard, LanguageSwitch];
