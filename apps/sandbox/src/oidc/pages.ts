import { randomBytes } from 'node:crypto';
import { texts, type Language } from './texts.ts';

/** A page and the headers it needs: a strict policy, nothing from elsewhere, no framing, no caching. */
export interface Page {
  html: string;
  headers: Record<string, string>;
}

export const escape = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const css = `
:root{color-scheme:light dark;--bg:#f4f6f8;--card:#fff;--ink:#16202a;--soft:#4b5a68;--line:#8b98a5;--accent:#0b5c78;--on:#fff;--bad:#a3161c;--badbg:#fdecec}
@media (prefers-color-scheme:dark){:root{--bg:#10161c;--card:#18212a;--ink:#eef2f6;--soft:#b3c0cc;--line:#7b8894;--accent:#6ec3de;--on:#08121c;--bad:#ffb4b0;--badbg:#3b1416}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{width:min(26rem,calc(100vw - 2rem));margin:1rem;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:8px}
h1{margin:0 0 .25rem;font-size:1.5rem}p{margin:.5rem 0}.soft{color:var(--soft);font-size:.9rem}
label{display:block;margin-top:1rem;font-weight:600}input[type=text],input[type=password]{width:100%;margin-top:.25rem;padding:.6rem .7rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:6px}
button{margin-top:1.25rem;width:100%;padding:.7rem;font:inherit;font-weight:600;border-radius:6px;border:1px solid var(--accent);background:var(--accent);color:var(--on);cursor:pointer}
button.second{background:transparent;color:var(--accent);margin-top:.6rem}a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}.error{padding:.7rem;border-left:4px solid var(--bad);background:var(--badbg);color:var(--bad);font-weight:600}
code{font-size:1.05rem;letter-spacing:.06em;overflow-wrap:anywhere}svg{display:block;width:11rem;height:11rem;margin:1rem auto;background:#fff}
ul{margin:.25rem 0 0;padding-left:1.1rem;columns:2}footer{margin-top:1.25rem}`;

/** `formTargets`: origins a form may end up at after redirects (browsers check the whole chain). */
export function page(
  language: Language,
  title: string,
  body: (nonce: string) => string,
  formTargets: string[],
): Page {
  const nonce = randomBytes(16).toString('base64');
  return {
    html: `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)} · KeneyApp</title><link rel="icon" href="data:,"><style nonce="${nonce}">${css}</style></head><body><main>${body(nonce)}</main></body></html>`,
    headers: securityHeaders(nonce, formTargets),
  };
}

/** Headers of every answer of the provider. */
export function securityHeaders(nonce: string, formTargets: string[]): Record<string, string> {
  return {
    'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:; form-action 'self' ${formTargets.join(' ')}; frame-ancestors 'none'; base-uri 'none'`,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
  };
}

export interface SignInPage {
  language: Language;
  action: string;
  publicUrl: string;
  username: string;
  accounts: { username: string; name: string }[];
  mailPage: string | null;
  error?: { kind: 'wrong' | 'missing' | 'disabled' } | { kind: 'wait'; seconds: number };
}

export function signInPage({
  language,
  action,
  publicUrl,
  username,
  accounts,
  mailPage,
  error,
}: SignInPage): Page {
  const t = texts[language];
  const message = !error ? '' : error.kind === 'wait' ? t.wait(error.seconds) : t[error.kind];
  const invalid = error ? ' aria-invalid="true" aria-describedby="error"' : '';
  return page(
    language,
    t.title,
    () => `
<h1>${t.title}</h1><p class="soft">${t.product}</p>
${message ? `<p class="error" id="error" role="alert">${escape(message)}</p>` : ''}
<form method="post" action="${escape(action)}?lang=${language}">
<label for="username">${t.username}</label><input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${escape(username)}"${username ? '' : ' autofocus'}${invalid}>
<label for="password">${t.password}</label><input id="password" name="password" type="password" autocomplete="current-password" required${username ? ' autofocus' : ''}${invalid}>
<button type="submit" name="answer" value="sign-in">${t.submit}</button>
<button type="submit" name="answer" value="cancel" class="second" formnovalidate>${t.cancel}</button></form>
<footer class="soft"><p>${t.hint}</p><ul>${accounts.map((a) => `<li>${escape(a.username)}</li>`).join('')}</ul>
${mailPage === null ? '' : `<p><a href="${escape(mailPage)}">${t.mail}</a></p>`}
<p><a href="${escape(action)}?lang=${t.otherCode}" hreflang="${t.otherCode}" lang="${t.otherCode}">${t.other}</a></p></footer>`,
    [publicUrl],
  );
}

/** What went wrong, without details of the inside, and the way back. */
export function errorPage(language: Language, expired: boolean, publicUrl: string): Page {
  const t = texts[language];
  return page(
    language,
    expired ? t.expired : t.failed,
    () =>
      `<h1>${expired ? t.expired : t.failed}</h1><p>${t.expiredHelp}</p><p><a href="${escape(publicUrl)}">${t.back}</a></p>`,
    [publicUrl],
  );
}

/** `form` comes from the provider. It is sent at once when our own application asked, else the person is asked (nobody else may sign them out). */
export function signOutPage(language: Language, form: string, publicUrl: string, ask: boolean): Page {
  const t = texts[language];
  return page(
    language,
    t.signOutTitle,
    (nonce) => `<h1>${t.signOutTitle}</h1><p>${t.signOutAsk}</p>${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes" id="yes" autofocus>${t.signOut}</button>
${ask ? `<button type="submit" form="op.logoutForm" class="second">${t.stay}</button>` : `<script nonce="${nonce}">document.getElementById('yes').click()</script>`}`,
    [publicUrl],
  );
}

export function signedOutPage(language: Language, publicUrl: string): Page {
  const t = texts[language];
  return page(
    language,
    t.signOutTitle,
    () => `<h1>${t.signedOut}</h1><p><a href="${escape(publicUrl)}">${t.back}</a></p>`,
    [publicUrl],
  );
}
