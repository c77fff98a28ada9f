import type { LabelWords } from '@keneyapp/bff/pdf/labels';
import { getMessages } from 'next-intl/server';
import { z } from 'zod';
import { getFormats } from '../../../../../../i18n/get-formats.ts';
import { getSignInState } from '../../../../../../shell/me.ts';
import { makeLabels } from '../../../../../../trpc/make-pdf.ts';

type Params = { params: Promise<{ patientId: string }> };

const perSheet = 24;
/** How many there may be is for the BFF to say. */
const asked = z.object({
  layout: z.enum(['bracelet', 'child-bracelet', 'label-sheet']),
  copies: z.coerce.number().int().optional(),
  first: z.coerce.number().int().default(1),
});

/** `POST …/identity/labels?layout=label-sheet&copies=24&first=1`: bracelets (`bracelet`, `child-bracelet`) or labels as a file. */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  return labels(request, await params, false);
}

/** The same, opened to be printed: a click of our pages or an address that was typed, no frame or link of another site. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return refused(403, 'cross-site');
  return labels(request, await params, true);
}

async function labels(
  request: Request,
  { patientId }: Awaited<Params['params']>,
  isOpened: boolean,
): Promise<Response> {
  const visitor = await getSignInState();
  if (visitor.kind !== 'signed-in') return refused(visitor.kind === 'signed-out' ? 401 : 503, 'unavailable');
  const order = asked.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!order.success) return refused(400, 'invalid');
  const { layout, first } = order.data;
  // a sheet is filled to its end unless less is asked for
  const copies = order.data.copies ?? (layout === 'label-sheet' ? perSheet + 1 - first : 1);
  const [{ common }, f] = await Promise.all([getMessages(), getFormats()]);
  const { content, ...rest } = common.labels;
  const words: LabelWords = rest;
  try {
    return await makeLabels(
      { patientId, layout, copies, first, language: f.locale, words, content },
      { isOpened, signal: request.signal },
    );
  } catch {
    return refused(503, 'unavailable');
  }
}

const refused = (status: number, error: string): Response =>
  Response.json({ error }, { status, headers: { 'cache-control': 'private, no-store' } });
