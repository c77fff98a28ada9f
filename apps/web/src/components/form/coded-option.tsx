'use client';
import type { Suggestion } from '@keneyapp/bff/features/terminology/view';
import HistoryIcon from '@mui/icons-material/History';
import StarIcon from '@mui/icons-material/Star';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslations } from 'next-intl';

const names: readonly [RegExp, string][] = [
  [/cim-10|icd-10/i, 'CIM-10'],
  [/ccam/i, 'CCAM'],
  [/bdpm/i, 'BDPM'],
  [/atc/i, 'ATC'],
  [/loinc/i, 'LOINC'],
  [/snomed/i, 'SNOMED CT'],
  [/icd\/release\/11/i, 'CIM-11'],
  [/unitsofmeasure/i, 'UCUM'],
  [/CommuneOM/, 'Communes'],
  [/1\.2\.250\.1\.213\.2\.3\.2$/, 'CIP'],
];
/** What people call a code system; its address where it has no such name. */
export const useSystemName = () => (system: string) =>
  names.find(([test]) => test.test(system))?.[1] ?? system;

/** One line of the list: the words, why it is there, and its code. */
export function CodedOption({ suggestion }: { suggestion: Suggestion }) {
  const t = useTranslations('common.coded');
  const systemName = useSystemName();
  const { display, found, meaning, system, code, isFavourite, isUsed } = suggestion;
  return (
    <Box sx={{ display: 'flex', width: '100%', alignItems: 'baseline', gap: 1 }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <span>{display}</span>
        {(meaning ?? found) && (
          <Typography variant="caption" component="div" color="text.secondary">
            {meaning ? t('meaning', { short: meaning.short, text: meaning.text }) : found}
          </Typography>
        )}
      </Box>
      {isFavourite && <StarIcon titleAccess={t('isFavourite')} sx={{ fontSize: 16, alignSelf: 'center' }} />}
      {!isFavourite && isUsed && (
        <HistoryIcon titleAccess={t('isUsed')} sx={{ fontSize: 16, alignSelf: 'center' }} />
      )}
      <Typography variant="caption" component="code" color="text.secondary" sx={{ whiteSpace: 'nowrap' }}>
        {systemName(system)} {code}
      </Typography>
    </Box>
  );
}
