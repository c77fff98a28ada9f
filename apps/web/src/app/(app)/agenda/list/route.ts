import { getLocale } from 'next-intl/server';
import {
  everywhere,
  ownUnits,
  readParams,
  todayInHospital,
} from '../../../../features/appointments/agenda-search-params.ts';
import { listOfDay } from '../../../../features/appointments/list-document.ts';
import { makeFormats } from '../../../../i18n/formats.ts';
import { asLocale } from '../../../../i18n/locale.ts';
import { translatorsOf } from '../../../../i18n/translators.ts';
import { getSignInState } from '../../../../shell/me.ts';
import { asCallError } from '../../../../trpc/error.ts';
import { makePdf } from '../../../../trpc/make-pdf.ts';
import { getQueryClient, trpc } from '../../../../trpc/server.ts';

/** `GET /agenda/list?from=…&who=…&room=…&where=…`: who comes on a day, to be printed at the desk; no frame or link of another site. */
export async function GET(request: Request): Promise<Response> {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return refused(403, 'cross-site');
  const visitor = await getSignInState();
  if (visitor.kind !== 'signed-in') return refused(visitor.kind === 'signed-out' ? 401 : 503, 'unavailable');
  const { me } = visitor;
  if (!me.rights['appointments.print-list']) return refused(403, 'role');
  const place = readParams(Object.fromEntries(new URL(request.url).searchParams));
  const where = place.where ?? ownUnits;
  try {
    const view = await getQueryClient().fetchQuery({
      ...trpc().appointments.agenda.queryOptions({
        from: place.from ?? todayInHospital(),
        days: 1,
        ofOwnUnits: where === ownUnits,
      }),
      retry: false,
    });
    const locale = asLocale(await getLocale());
    const words = await translatorsOf(locale);
    const at = new Date();
    const { document, patientIds } = listOfDay(view, {
      who: place.who === 'all' ? null : place.who,
      room: place.room,
      where: [ownUnits, everywhere].includes(where) ? null : where,
      ...{ me, at, in: words, f: makeFormats(locale, words.common) },
    });
    // a day is no person: the name of the file tells of nobody
    const name = `${words.appointments('dayList.file')}_${view.from}.pdf`;
    return await makePdf(
      { operation: 'appointments.print-list', patientIds, document },
      name,
      request.signal,
      true,
    );
  } catch (error) {
    const { code, reason } = asCallError(error);
    return refused(
      code === 'FORBIDDEN' ? 403 : code === 'TOO_MANY_REQUESTS' ? 429 : 503,
      reason ?? 'unavailable',
    );
  }
}

const refused = (status: number, error: string): Response =>
  Response.json({ error }, { status, headers: { 'cache-control': 'private, no-store' } });
