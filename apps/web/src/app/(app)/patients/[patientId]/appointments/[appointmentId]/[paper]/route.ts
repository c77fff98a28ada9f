import { fileName } from '@keneyapp/clinical';
import {
  appointmentPaper,
  papers,
  type Paper,
} from '../../../../../../../features/appointments/paper-document.ts';
import { makeFormats } from '../../../../../../../i18n/formats.ts';
import { getLocale } from 'next-intl/server';
import { asLocale } from '../../../../../../../i18n/locale.ts';
import { translatorsOf } from '../../../../../../../i18n/translators.ts';
import { documentName } from '../../../../../../../print/document-frame.ts';
import { getSignInState } from '../../../../../../../shell/me.ts';
import { asCallError } from '../../../../../../../trpc/error.ts';
import { makePdf } from '../../../../../../../trpc/make-pdf.ts';
import { getQueryClient, trpc } from '../../../../../../../trpc/server.ts';

type Params = { params: Promise<{ patientId: string; appointmentId: string; paper: string }> };

/**
 * `GET …/appointments/{id}/summons`, `…/certificate` and `…/ticket`: opened to be printed, by a click of our pages or an address that was
 * typed; no frame or link of another site. In the language of the patient where it is known, else of who prints it.
 */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return refused(403, 'cross-site');
  const { patientId, appointmentId, paper } = await params;
  if (!isPaper(paper)) return refused(404, 'not-found');
  const visitor = await getSignInState();
  if (visitor.kind !== 'signed-in') return refused(visitor.kind === 'signed-out' ? 401 : 503, 'unavailable');
  const client = getQueryClient();
  try {
    const [view, banner] = await Promise.all([
      client.fetchQuery({
        ...trpc().appointments.paper.queryOptions({ patientId, appointmentId }),
        retry: false,
      }),
      client.fetchQuery({ ...trpc().patients.banner.queryOptions({ patientId }), retry: false }),
    ]);
    const locale = view.language ?? asLocale(await getLocale());
    const words = await translatorsOf(locale);
    const f = makeFormats(locale, words.common);
    const at = new Date();
    const document = appointmentPaper(paper, view, {
      ...{ identity: banner.identity, me: visitor.me, at, f },
      in: words,
    });
    // who did not come has no certificate, who is not expected no summons
    if (document === null) return refused(409, 'not-possible');
    const content = words.appointments(`papers.${paper}.title`);
    const name =
      paper === 'ticket'
        ? fileName({ patient: null, content }, 'pdf', at)
        : documentName(banner.identity, f.givenName(banner.identity), { content, at });
    return await makePdf(
      {
        patientId,
        operation: 'appointments.print',
        document,
        emergencyWords: words.common('document.emergency'),
      },
      name,
      request.signal,
      true,
    );
  } catch (error) {
    const { code, reason } = asCallError(error);
    const status = code === 'FORBIDDEN' ? 403 : code === 'NOT_FOUND' ? 404 : 503;
    return refused(status, reason ?? 'unavailable');
  }
}

const isPaper = (text: string): text is Paper => papers.some((paper) => paper === text);

const refused = (status: number, error: string): Response =>
  Response.json({ error }, { status, headers: { 'cache-control': 'private, no-store' } });
