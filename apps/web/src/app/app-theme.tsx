'use client';
import { theme } from '@keneyapp/ui/theme';
import { ThemeProvider } from '@mui/material/styles';
import type { ReactNode } from 'react';

export function AppTheme({ children }: { children: ReactNode }) {
  return (
    <ThemeProvider theme={theme} defaultMode="system">
      {children}
    </ThemeProvider>
  );
}
