/**
 * The colours of the product. One accent; every other hue means something (docs/architecture.md, design).
 * Each text colour is at least 4.5:1 on `paper`, `default` and its own `soft` background, in both schemes: tokens.test.ts.
 */
export interface ClinicalTone {
  main: string;
  soft: string;
  border: string;
}
export interface SchemeTokens {
  background: { default: string; paper: string; sunken: string; hover: string };
  text: { primary: string; secondary: string; disabled: string };
  divider: string;
  outline: string;
  accent: { main: string; dark: string; light: string; contrastText: string; soft: string };
  clinical: { critical: ClinicalTone; abnormal: ClinicalTone; normal: ClinicalTone; unknown: ClinicalTone };
  info: ClinicalTone;
  done: ClinicalTone;
  chart: { line: string; band: string; grid: string };
}

export const light: SchemeTokens = {
  background: { default: '#f3f5f7', paper: '#ffffff', sunken: '#eceff3', hover: '#f0f4f7' },
  text: { primary: '#17212b', secondary: '#4f5d6b', disabled: '#8a96a3' },
  divider: '#dde3e9',
  outline: '#7d8a97',
  accent: { main: '#0b5c78', dark: '#084459', light: '#3b86a0', contrastText: '#ffffff', soft: '#e2f0f5' },
  clinical: {
    critical: { main: '#b3171f', soft: '#fdebeb', border: '#e6a3a5' },
    abnormal: { main: '#854600', soft: '#fff2db', border: '#e3bd84' },
    normal: { main: '#17212b', soft: '#f0f3f6', border: '#cbd4dc' },
    unknown: { main: '#4f5d6b', soft: '#f0f3f6', border: '#cbd4dc' },
  },
  info: { main: '#1a56b8', soft: '#e8f0fd', border: '#a9c4ef' },
  done: { main: '#1b6a38', soft: '#e6f5ea', border: '#9fd0ae' },
  chart: { line: '#0b5c78', band: '#dfe9e4', grid: '#dde3e9' },
};

export const dark: SchemeTokens = {
  background: { default: '#0d1216', paper: '#151c22', sunken: '#0a0e12', hover: '#1d262e' },
  text: { primary: '#e4eaf0', secondary: '#a2afbb', disabled: '#6b7783' },
  divider: '#29333c',
  outline: '#74818e',
  accent: { main: '#6ec3de', dark: '#a5dcee', light: '#3f97b4', contrastText: '#06222d', soft: '#12323e' },
  clinical: {
    critical: { main: '#ff9b95', soft: '#43191b', border: '#8a3a3b' },
    abnormal: { main: '#f7c069', soft: '#39290d', border: '#7a5a22' },
    normal: { main: '#e4eaf0', soft: '#222b33', border: '#3b4751' },
    unknown: { main: '#a2afbb', soft: '#222b33', border: '#3b4751' },
  },
  info: { main: '#8fb8fb', soft: '#16284a', border: '#33538c' },
  done: { main: '#7fd198', soft: '#11301c', border: '#2f6a43' },
  chart: { line: '#6ec3de', band: '#1b2b2a', grid: '#29333c' },
};
