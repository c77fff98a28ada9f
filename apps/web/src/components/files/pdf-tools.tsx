'use client';
import Add from '@mui/icons-material/Add';
import FitScreen from '@mui/icons-material/FitScreen';
import KeyboardArrowDown from '@mui/icons-material/KeyboardArrowDown';
import KeyboardArrowUp from '@mui/icons-material/KeyboardArrowUp';
import Print from '@mui/icons-material/Print';
import Remove from '@mui/icons-material/Remove';
import IconButton from '@mui/material/IconButton';
import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';
import styles from './pdf.module.css';

interface Props {
  pages: number;
  current: number;
  percent: number;
  isFit: boolean;
  isPrinting: boolean;
  goTo: (page: number) => void;
  zoomBy: (direction: 1 | -1) => void;
  fit: () => void;
  print: () => void;
}

/** Pages, zoom, print. */
export function PdfTools({ pages, current, percent, isFit, isPrinting, goTo, zoomBy, fit, print }: Props) {
  const t = useTranslations('documents.pdf');
  const [typed, setTyped] = useState<string | null>(null);
  const isReady = pages > 0;
  const tool = (label: string, icon: ReactNode, act: () => void, isOff: boolean, isPressed?: boolean) => (
    <IconButton
      size="small"
      aria-label={label}
      title={label}
      onClick={act}
      disabled={isOff}
      aria-pressed={isPressed}
    >
      {icon}
    </IconButton>
  );
  const enter = () => {
    const n = Number(typed);
    if (typed !== null && Number.isInteger(n) && n >= 1 && n <= pages) goTo(n);
    setTyped(null);
  };
  return (
    <div className={`${styles.tools} no-print`} role="toolbar" aria-label={t('tools')}>
      {tool(
        t('previous'),
        <KeyboardArrowUp fontSize="small" />,
        () => goTo(current - 1),
        !isReady || current <= 1,
      )}
      {tool(
        t('next'),
        <KeyboardArrowDown fontSize="small" />,
        () => goTo(current + 1),
        !isReady || current >= pages,
      )}
      <label className={styles.number}>
        <span className="visually-hidden">{t('page')}</span>
        <input
          inputMode="numeric"
          value={typed ?? (isReady ? String(current) : '')}
          size={3}
          disabled={!isReady}
          onChange={(e) => setTyped(e.target.value)}
          onBlur={enter}
          onKeyDown={(e) => {
            if (e.key === 'Enter') enter();
          }}
        />
        {isReady && t('of', { n: pages })}
      </label>
      <span className={styles.gap} />
      {tool(t('zoomOut'), <Remove fontSize="small" />, () => zoomBy(-1), !isReady || percent <= 50)}
      <span className={styles.percent} role="status" aria-label={t('zoom', { percent })}>
        {percent} %
      </span>
      {tool(t('zoomIn'), <Add fontSize="small" />, () => zoomBy(1), !isReady || percent >= 400)}
      {tool(t('fit'), <FitScreen fontSize="small" />, fit, !isReady, isFit)}
      <span className={styles.gap} />
      {tool(
        isPrinting ? t('printing') : t('print'),
        <Print fontSize="small" />,
        print,
        !isReady || isPrinting,
      )}
    </div>
  );
}
