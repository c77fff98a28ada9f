import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { nameOf, passwordMatches, type Accounts } from './accounts.ts';
import { errorPage, signInPage, type Page, type SignInPage } from './pages.ts';
import { languageOf } from './texts.ts';
import type { Throttle } from './throttle.ts';

export interface Refused {
  reason: 'password' | 'account-disabled' | 'too-many-passwords';
  remoteAddress: string;
  /** Null where there is no such account: what was typed in its place may be a password. */
  account: { id: string; name: string } | null;
}
interface Options {
  provider: Provider;
  accounts: Accounts;
  throttle: Throttle;
  publicUrl: string;
  issuer: string;
  /** A sign-in that is refused here; the application keeps it in its trail. */
  onRefused: (refused: Refused) => void;
}
type Params = { Params: { uid: string }; Querystring: { lang?: string } };

/** The provider's sign-in page: the cookie of the interaction binds the form to the browser that started it. */
export function interactionRoutes(
  app: FastifyInstance,
  { provider, accounts, throttle, publicUrl, issuer, onRefused }: Options,
): void {
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
    if (fields.get('answer') === 'cancel')
      return finish({ error: 'access_denied', error_description: 'sign-in cancelled' });

    const username = (fields.get('username') ?? '').trim().toLowerCase().slice(0, 64);
    const password = fields.get('password') ?? '';
    const asked = found.params['ui_locales'];
    if (!username || !password)
      return show(reply, 400, form(request, asked, { username, error: { kind: 'missing' } }));
    const key = `${request.ip} ${username}`;
    const account = accounts.get(username);
    const tell = (reason: Refused['reason']) =>
      onRefused({
        reason,
        remoteAddress: request.ip,
        account: account ? { id: account.username, name: nameOf(account) } : null,
      });
    const seconds = throttle.waitSeconds(key);
    if (seconds) {
      tell('too-many-passwords');
      return show(
        reply.header('retry-after', seconds),
        429,
        form(request, asked, { username, error: { kind: 'wait', seconds } }),
      );
    }
    if (!passwordMatches(account, password)) {
      throttle.wrong(key);
      tell('password');
      return show(reply, 401, form(request, asked, { username, error: { kind: 'wrong' } }));
    }
    throttle.right(key);
    // said only to who knows the password
    if (!account.active) {
      tell('account-disabled');
      return show(reply, 403, form(request, asked, { username, error: { kind: 'disabled' } }));
    }
    return finish({ login: { accountId: username, amr: ['pwd'], remember: false } });
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
