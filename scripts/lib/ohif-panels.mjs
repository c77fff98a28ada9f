// What our extension inside the OHIF viewer (packages/viewer) needs of its panels (see ohif-source.mjs).

/** @typedef {import('./ohif-replacement.mjs').Replacement} Replacement */

const extension = /^89\.bundle\.[0-9a-f]+\.js$/;
const app = /^app\.bundle\.[0-9a-f]+\.js$/;
/** @param {string} date an expression of the bundle */
const day = (date) => `Date.parse(String(${date}).replace(/^(\\d\\d)\\/(\\d\\d)\\/(\\d{4})$/, '$3-$2-$1'))`;
const dates = 'dates that are no English ones (`27/11/2026`) are understood where studies are sorted';

/** @type {Replacement[]} */
export const panels = [
  {
    why: 'our texts over OHIF’s before any of them is read',
    file: app,
    from: 'resources: src_locales,',
    to: 'resources: window.keneyappTexts?.(src_locales) ?? src_locales,',
  },
  {
    why: 'where there is little room the image has it until the list of series is asked for (packages/viewer/src/extension/narrow.ts)',
    file: extension,
    from: 'leftPanelClosed = false,\n  rightPanelClosed = false,',
    to: 'leftPanelClosed = window.innerWidth < 1000,\n  rightPanelClosed = false,',
  },
  {
    why: dates,
    file: app,
    from: '.map(study => new Date(study.date).getTime())',
    to: `.map(study => ${day('study.date')})`,
  },
  {
    why: dates,
    file: app,
    from: 'const studyTimeStamp = new Date(study.date).getTime();',
    to: `const studyTimeStamp = ${day('study.date')};`,
  },
  { why: dates, file: app, from: 'const dateA = Date.parse(a);', to: `const dateA = ${day('a')};` },
  { why: dates, file: app, from: 'const dateB = Date.parse(b);', to: `const dateB = ${day('b')};` },
];
