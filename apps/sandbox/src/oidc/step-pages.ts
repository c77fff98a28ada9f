import { renderSVG } from 'uqr';
import { authenticatorUri } from './credentials.ts';
import { escape, page, type Page } from './pages.ts';
import type { PasswordProblem } from './passwords.ts';
import type { Step } from './sign-ins.ts';
import { texts, type Language } from './texts.ts';

export interface StepPage {
  language: Language;
  action: string;
  publicUrl: string;
  username: string;
  step: Exclude<Step, { kind: 'done' }>;
  problem?: { kind: 'code' } | { kind: 'wait'; seconds: number } | { kind: PasswordProblem | 'differs' };
}

/** What is asked after the password: one thing a page. */
export function stepPage(asked: StepPage): Page {
  const { language, action, publicUrl, step, problem } = asked,
    t = texts[language];
  const title = t.steps[step.kind];
  const words = !problem ? '' : problem.kind === 'wait' ? t.wait(problem.seconds) : t.problems[problem.kind];
  return page(
    language,
    title,
    () => `
<h1>${title}</h1><p class="soft">${t.product}</p>
${words ? `<p class="error" id="error" role="alert">${escape(words)}</p>` : ''}
<form method="post" action="${escape(action)}?lang=${language}">
${fieldsOf(asked, words ? ' aria-invalid="true" aria-describedby="error"' : '')}
<button type="submit" name="answer" value="cancel" class="second" formnovalidate>${t.cancel}</button></form>`,
    [publicUrl],
  );
}

function fieldsOf({ language, username, step }: StepPage, invalid: string): string {
  const t = texts[language];
  const codeField = (label: string) =>
    `<label for="code">${label}</label><input id="code" name="code" type="text" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="20" required autofocus${invalid}>`;
  const button = (answer: string, label: string) =>
    `<button type="submit" name="answer" value="${answer}">${label}</button>`;
  const passwordField = (name: string, label: string, first = false) =>
    `<label for="${name}">${label}</label><input id="${name}" name="${name}" type="password" autocomplete="new-password" required maxlength="200"${first ? ' autofocus' : ''}${invalid}>`;
  switch (step.kind) {
    case 'password':
      return `<p>${t.passwordHelp}</p>${passwordField('first', t.newPassword, true)}${passwordField('second', t.newPasswordAgain)}${button('new-password', t.next)}`;
    case 'enrol':
      return `<p>${t.enrolHelp}</p>${renderSVG(authenticatorUri(username, step.secret)).replace('<svg', `<svg role="img" aria-label="${t.qr}"`)}
<p>${t.enrolKey} <code>${groups(step.secret)}</code></p>${codeField(t.code)}${button('enrol', t.next)}`;
    case 'recovery':
      return `<p>${t.recoveryHelp}</p><ul>${step.codes.map((code) => `<li><code>${groups(code, 5, '-')}</code></li>`).join('')}</ul>${button('noted', t.noted)}`;
    case 'code':
      return `<p>${t.codeHelp}</p>${codeField(t.code)}${button('code', t.submit)}`;
  }
}

const groups = (text: string, size = 4, between = ' ') =>
  text.replace(new RegExp(`(.{${size}})(?=.)`, 'g'), `$1${between}`);
