import type { IdentityProvider } from './provider.ts';

/** The token of the BFF's own background work; asked for once, renewed before it ends. */
export class SystemToken {
  readonly #provider: Pick<IdentityProvider, 'systemToken'>;
  #current: Promise<{ accessToken: string; expiresAt: Date }> | null = null;
  constructor(provider: Pick<IdentityProvider, 'systemToken'>) {
    this.#provider = provider;
  }

  /** Throws ProviderAwayError. */
  async get(): Promise<string> {
    const current = await this.#current?.catch(() => null);
    if (current && current.expiresAt.getTime() - 30_000 > Date.now()) return current.accessToken;
    const asked = (this.#current = this.#provider.systemToken());
    asked.catch(() => {
      if (this.#current === asked) this.#current = null;
    });
    return (await asked).accessToken;
  }
}
