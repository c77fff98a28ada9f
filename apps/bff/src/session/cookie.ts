import { createHash, randomBytes } from 'node:crypto';

/** `__Host-` binds the cookie to this very host over TLS; browsers refuse the prefix on plain http. */
export function sessionCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-keneya-session' : 'keneya-session';
}

/** 32 random bytes, base64url: 43 characters that mean nothing. */
export function newCookieValue(): string {
  return randomBytes(32).toString('base64url');
}

export function hashCookie(value: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(value).digest());
}

/** The value of our cookie in a Cookie header; null when absent, malformed, or given twice (somebody planted one). */
export function readSessionCookie(header: string | undefined, name: string): string | null {
  const values = (header ?? '')
    .split(/;\s*/)
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && /^[\w-]{43}$/.test(value) ? value : null;
}

/** Set-Cookie that removes ours. */
export function clearSessionCookie(publicUrl: string): string {
  return `${sessionCookieName(publicUrl)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${publicUrl.startsWith('https:') ? '; Secure' : ''}`;
}
