/**
 * The part of a browser the tests of sign-in need: cookies kept per host and path (ports share them, as in a browser),
 * redirects followed one by one so that each hop can be looked at.
 */
export class HttpBrowser {
  readonly #cookies = new Map<string, { name: string; value: string; host: string; path: string }>();
  /** Headers added to every request. */
  readonly headers: Record<string, string>;
  constructor(headers: Record<string, string> = {}) {
    this.headers = headers;
  }

  async fetch(
    address: string | URL,
    init: RequestInit & { headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const url = new URL(address);
    const cookie = this.cookieHeader(url);
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...this.headers, ...(cookie ? { cookie } : {}), ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) this.#keep(url, line);
    return response;
  }

  /** Follows redirects until an answer that is none, or until `stop` says so; gives that answer and its address. */
  async follow(
    address: string | URL,
    init: RequestInit & { headers?: Record<string, string> } = {},
    stop: (next: URL) => boolean = () => false,
  ): Promise<{ url: URL; response: Response; next: URL | null }> {
    let url = new URL(address);
    let response = await this.fetch(url, init);
    for (let hops = 0; hops < 15; hops++) {
      const location = response.headers.get('location');
      if (!location || response.status < 300 || response.status > 399) return { url, response, next: null };
      const next = new URL(location, url);
      if (stop(next)) return { url, response, next };
      await response.body?.cancel();
      url = next;
      response = await this.fetch(url);
    }
    throw new Error(`too many redirects, last ${url.pathname}`);
  }

  cookieHeader(url: URL): string {
    return [...this.#cookies.values()]
      .filter(
        (c) =>
          c.host === url.hostname &&
          (url.pathname === c.path || url.pathname.startsWith(c.path.endsWith('/') ? c.path : `${c.path}/`)),
      )
      .map((c) => `${c.name}=${c.value}`)
      .join('; ');
  }

  cookie(name: string): string | undefined {
    return [...this.#cookies.values()].find((c) => c.name === name)?.value;
  }

  setCookie(host: string, name: string, value: string, path = '/'): void {
    this.#cookies.set(`${host} ${path} ${name}`, { name, value, host, path });
  }

  #keep(url: URL, line: string): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    const value = pair.slice(at + 1);
    const attribute = (key: string) =>
      attributes.find((a) => a.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
    const path = attribute('path') ?? '/';
    const expires = attribute('expires');
    const gone =
      value === '' ||
      attribute('max-age') === '0' ||
      (expires !== undefined && new Date(expires).getTime() < Date.now());
    const key = `${url.hostname} ${path} ${name}`;
    if (gone) this.#cookies.delete(key);
    else this.#cookies.set(key, { name, value, host: url.hostname, path });
  }
}
