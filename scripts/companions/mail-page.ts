import { createHash } from 'node:crypto';
import type { CaughtMail } from '@keneyapp/config/mail-catcher';

const css = `:root{color-scheme:light dark}body{margin:2rem auto;padding:0 1rem;max-width:46rem;font:16px/1.5 system-ui,sans-serif}
article{margin:1.5rem 0;padding:1rem;border:1px solid #8b98a5;border-radius:8px}h2{margin:0;font-size:1.1rem}
p{margin:.25rem 0}pre{overflow:auto;white-space:pre-wrap;font:inherit}details pre{font:13px/1.4 monospace}`;

/** What is caught is only text here: nothing of it is read as a page, runs, or is loaded from elsewhere. */
export const mailPageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const clock = new Intl.DateTimeFormat('fr-FR', {
  ...{ dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Europe/Paris' },
});

/** The messages of the demonstration, the latest first. */
export function mailPage(caught: readonly CaughtMail[]): string {
  const articles = caught.toReversed().map(
    ({ at, to, from, subject, text, calendar }) => `<article><h2>${escape(subject)}</h2>
<p>${escape(clock.format(at))}</p><p>De : ${escape(from)}</p><p>À : ${escape(to.join(', '))}</p>
<pre>${escape(text)}</pre>${calendar === null ? '' : `<details><summary>Pièce jointe : rendez-vous.ics</summary><pre>${escape(calendar)}</pre></details>`}</article>`,
  );
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Courriels interceptés · KeneyApp</title><link rel="icon" href="data:,"><style>${css}</style></head><body><main><h1>Courriels interceptés</h1>
<p>Les courriels de la démonstration arrivent ici et ne vont nulle part ailleurs. Rechargez la page pour voir les nouveaux.</p>
${articles.length > 0 ? articles.join('\n') : '<p>Aucun courriel pour le moment.</p>'}</main></body></html>`;
}
