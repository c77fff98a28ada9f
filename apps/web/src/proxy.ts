import { NextResponse, type NextRequest } from 'next/server';
import { env } from './env.ts';

/** The content security policy of pages. Inline style attributes are React's; everything else inline needs the nonce. */
function policy(nonce: string, issuerOrigin: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${isDevelopment ? " 'unsafe-eval'" : ''}`, // WebAssembly decodes images
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    'media-src blob:', // films of examinations, from bytes this page has fetched itself
    "object-src 'none'",
    "manifest-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "worker-src 'self' blob:",
    "frame-src 'self' blob:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    `form-action 'self' ${issuerOrigin}`, // signing in and out passes through the provider
    'report-uri /bff/csp',
  ].join('; ');
}

/** Gives each page its nonce and its address. No access decision is made here: only the BFF's procedures decide. */
export function proxy(request: NextRequest): NextResponse {
  const { OIDC_ISSUER: issuer, NODE_ENV: mode } = env();
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const csp = policy(nonce, new URL(issuer).origin, mode === 'development');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('x-keneya-path', request.nextUrl.pathname + request.nextUrl.search);
  headers.set('content-security-policy', csp);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', csp);
  response.headers.set('cache-control', 'private, no-store'); // pages hold patient data: not in caches, not in the back button of the next person
  return response;
}

export const config = { matcher: ['/((?!_next/static|_next/image|api/|pdfjs/|favicon.ico).*)'] };
