import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { Account } from './account.ts';
import { isDemoPassword, nameOf, type Accounts } from './accounts.ts';
import type { AccountCredentials } from './credentials.ts';
import { levelOf } from './levels.ts';
import { errorPage, signInPage, type Page, type SignInPage } from './pages.ts';
import { passwordProblem } from './passwords.ts';
import { SignIns } from './sign-ins.ts';
import { stepPage, type StepPage } from './step-pages.ts';
import { languageOf } from './texts.ts';
import type { Throttle } from './throttle.ts';

export interface Refused {
  reason: 'password' | 'account-disabled' | 'too-many-passwords' | 'second-factor' | 'too-many-codes';
  remoteAddress: string;
  /** Null where there is no such account: what was typed in its place may be a password. */
  account: { id: string; name: string } | null;
}
interface Options {
  provider: Provider;
  accounts: Accounts;
  credentials: AccountCredentials;
  throttle: Throttle;
  /** Of codes: by account alone, whoever tries them knows the password. */
  codeThrottle: Throttle;
  /** Roles that are asked for a second factor. */
  secondFactorRoles: readonly string[];
  publicUrl: string;
  /** Where e-mails of the demonstration are read. */
  mailPage: string | null;
  issuer: string;
  /** A sign-in that is refused here; the application keeps it in its trail. */
  onRefused: (refused: Refused) => void;
}
type Params = { Params: { uid: string }; Querystring: { lang?: string } };

/** The provider's sign-in page: the cookie of the interaction binds the form to the browser that started it. */
export function interactionRoutes(app: FastifyInstance, options: Options): void {
  const { provider, accounts, credentials, throttle, codeThrottle, publicUrl, issuer, onRefused } = options;
  const signIns = new SignIns(credentials, ({ roles }) =>
    roles.some((role) => options.secondFactorRoles.includes(role)),
  );
  const language = (request: FastifyRequest<Params>, asked?: unknown) =>
    languageOf(
      [request.query.lang, typeof asked === 'string' ? asked : undefined],
      request.headers.cookie,
      request.headers['accept-language'],
    );

  const show = (reply: FastifyReply, status: number, { html, headers }: Page) =>
    reply
      .code(status)
      .headers({ ...headers, 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(html);

  const form = (request: FastifyRequest<Params>, asked: unknown, extra: Partial<SignInPage>) =>
    signInPage({
      language: language(request, asked),
      action: `/oidc/interaction/${request.params.uid}`,
      publicUrl,
      username: '',
      mailPage: options.mailPage,
      accounts: accounts
        .all()
        .filter((a) => a.active)
        .map((a) => ({ username: a.username, name: nameOf(a) })),
      ...extra,
    });

  /** The interaction this browser started, or undefined when it expired or belongs to another. */
  const details = async (request: FastifyRequest<Params>, reply: FastifyReply) => {
    try {
      const found = await provider.interactionDetails(request.raw, reply.raw);
      return found.uid === request.params.uid ? found : undefined;
    } catch (error) {
      if (error instanceof Error && error.name === 'SessionNotFound') return undefined;
      throw error;
    }
  };

  app.get<Params>('/interaction/:uid', async (request, reply) => {
    const found = await details(request, reply);
    if (!found) return show(reply, 400, errorPage(language(request), true, publicUrl));
    return show(reply, 200, form(request, found.params['ui_locales'], {}));
  });

  app.post<Params>('/interaction/:uid', async (request, reply) => {
    const found = await details(request, reply);
    if (!found) return show(reply, 400, errorPage(language(request), true, publicUrl));
    const { origin } = request.headers;
    if (origin !== undefined && origin !== new URL(issuer).origin)
      return show(reply, 403, errorPage(language(request), false, publicUrl));

    const fields = new URLSearchParams(await readBody(request));
    const finish = async (result: Parameters<Provider['interactionFinished']>[2]) => {
      const to = await provider.interactionResult(request.raw, reply.raw, result, {
        mergeWithLastSubmission: false,
      });
      return reply.code(303).header('location', to).header('cache-control', 'no-store').send();
    };
    const { uid } = request.params,
      asked = found.params['ui_locales'],
      answer = fields.get('answer');
    if (answer === 'cancel') {
      signIns.over(uid);
      return finish({ error: 'access_denied', error_description: 'sign-in cancelled' });
    }
    const tell = (reason: Refused['reason'], account: Account | undefined) =>
      onRefused({
        reason,
        remoteAddress: request.ip,
        account: account ? { id: account.username, name: nameOf(account) } : null,
      });
    const advance = (account: Account, status = 200, problem?: StepPage['problem']) => {
      const step = signIns.next(uid, account);
      if (step.kind !== 'done')
        return show(
          reply,
          status,
          stepPage({
            language: language(request, asked),
            action: `/oidc/interaction/${uid}`,
            publicUrl,
            username: account.username,
            step,
            ...(problem ? { problem } : {}),
          }),
        );
      signIns.over(uid);
      const level = levelOf(step.hasSecondFactor);
      return finish({ login: { accountId: account.username, ...level, remember: false } });
    };

    const known = signIns.usernameOf(uid),
      underWay = known === null ? undefined : accounts.active(known);
    if (underWay && answer !== null && answer !== 'sign-in') {
      const { username } = underWay;
      if (answer === 'new-password') {
        if (!credentials.isTemporary(username)) return advance(underWay);
        const password = fields.get('first') ?? '';
        const problem =
          passwordProblem(password, underWay) ??
          (password !== fields.get('second') ? 'differs' : null) ??
          ((await credentials.passwordMatches(username, password)) ? 'same' : null);
        if (problem) return advance(underWay, 400, { kind: problem });
        await credentials.setPassword(username, password);
        return advance(underWay);
      }
      if (answer === 'noted') {
        signIns.noted(uid);
        return advance(underWay);
      }
      const seconds = codeThrottle.waitSeconds(username);
      if (seconds) {
        tell('too-many-codes', underWay);
        return advance(underWay, 429, { kind: 'wait', seconds });
      }
      const code = fields.get('code') ?? '';
      const isRight = answer === 'enrol' ? signIns.enrol(uid, code) : signIns.useCode(uid, code);
      if (!isRight) {
        codeThrottle.wrong(username);
        tell('second-factor', underWay);
        return advance(underWay, 401, { kind: 'code' });
      }
      codeThrottle.right(username);
      return advance(underWay);
    }

    const username = (fields.get('username') ?? '').trim().toLowerCase().slice(0, 64);
    const password = fields.get('password') ?? '';
    if (!username || !password)
      return show(reply, 400, form(request, asked, { username, error: { kind: 'missing' } }));
    const key = `${request.ip} ${username}`;
    const account = accounts.get(username);
    const seconds = throttle.waitSeconds(key);
    if (seconds) {
      tell('too-many-passwords', account);
      return show(
        reply.header('retry-after', seconds),
        429,
        form(request, asked, { username, error: { kind: 'wait', seconds } }),
      );
    }
    // both are looked at for every name: the time of the answer does not tell which names there are
    const [isOwn, isDemo] = [await credentials.passwordMatches(username, password), isDemoPassword(password)];
    if (!account || !(credentials.hasOwnPassword(username) ? isOwn : isDemo)) {
      throttle.wrong(key);
      tell('password', account);
      return show(reply, 401, form(request, asked, { username, error: { kind: 'wrong' } }));
    }
    throttle.right(key);
    // said only to who knows the password
    if (!account.active) {
      tell('account-disabled', account);
      return show(reply, 403, form(request, asked, { username, error: { kind: 'disabled' } }));
    }
    signIns.passwordWasRight(uid, username);
    return advance(account);
  });
}

async function readBody(request: FastifyRequest): Promise<string> {
  let text = '';
  for await (const chunk of request.raw) {
    text += String(chunk);
    if (text.length > 8_192) throw Object.assign(new Error('form too large'), { statusCode: 413 });
  }
  return text;
}
