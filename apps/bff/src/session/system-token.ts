import type { IdentityProvider, Service } from './provider.ts';

/** A token of the BFF's own work; asked for once, renewed before it ends. */
export class SystemToken {
  readonly #provider: Pick<IdentityProvider, 'serviceToken'>;
  readonly #service: Service;
  #current: Promise<{ accessToken: string; expiresAt: Date }> | null = null;
  constructor(provider: Pick<IdentityProvider, 'serviceToken'>, service: Service) {
    this.#provider = provider;
    this.#service = service;
  }

  /** Throws ProviderAwayError. */
  async get(): Promise<string> {
    const current = await this.#current?.catch(() => null);
    if (current && current.expiresAt.getTime() - 30_000 > Date.now()) return current.accessToken;
    const asked = (this.#current = this.#provider.serviceToken(this.#service));
    asked.catch(() => {
      if (this.#current === asked) this.#current = null;
    });
    return (await asked).accessToken;
  }
}
