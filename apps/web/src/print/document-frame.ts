import type { Printed } from '@keneyapp/bff/pdf/document';
import type { Identity, PatientBanner } from '@keneyapp/bff/features/patients/view';
import type { Me } from '@keneyapp/bff/features/session/view';
import { fileName, formatIns } from '@keneyapp/clinical';
import { getTranslations } from 'next-intl/server';
import { getFormats } from '../i18n/get-formats.ts';
import { bornWords } from './born-words.ts';

/** What stands on every page of a document made of a chart, in the reader's language: whose it is, by whom and when. */
export async function documentFrame(
  { identity: who }: PatientBanner,
  me: Me,
  { workplaces, at }: { workplaces: readonly string[]; at: Date },
): Promise<Pick<Printed, 'language' | 'identity' | 'author' | 'madeAt' | 'words'>> {
  const [t, d, c, ins, roles, f] = await Promise.all([
    getTranslations('common.print'),
    getTranslations('common.document'),
    getTranslations('common'),
    getTranslations('patients.banner.ins'),
    getTranslations('shell.roles'),
    getFormats(),
  ]);
  const used = f.usedNames(who);
  const status = `INS ${ins(`${who.insStatus ?? 'none'}.short`)}`;
  return {
    language: f.locale,
    identity: {
      name: `${(who.birthName ?? who.usedName ?? '').toLocaleUpperCase(f.locale)} ${who.givenNames.join(', ') || f.givenName(who)}${used ? ` (${used})` : ''}`,
      lines: [
        [
          bornWords(who, t, f),
          who.age && f.age(who.age),
          c(`sex.${who.sex}`),
          who.birthPlace &&
            d('birthPlace', {
              place: [who.birthPlace.text, who.birthPlace.inseeCode].filter(Boolean).join(' '),
            }),
        ]
          .filter(Boolean)
          .join(' · '),
        [
          f.labelled(status, who.ins && `${formatIns(who.ins.value)} (OID ${who.ins.oid})`),
          who.ipp && `IPP ${who.ipp}`,
        ]
          .filter(Boolean)
          .join(' · '),
      ],
    },
    author: t('by', {
      date: f.dateTime(at.toISOString()) ?? '',
      name: me.displayName,
      role: [roles(me.role), ...workplaces].join(', '),
    }),
    madeAt: at.toISOString(),
    words: {
      page: d('page', { n: '{n}', total: '{total}' }),
      code: d('code', { code: '{code}' }),
      missing: d('missing'),
      continued: d('continued'),
    },
  };
}

/** `LEFEBVRE-Marie_800012345_synthese_2026-11-28.pdf` (docs/adr/0023). */
export const documentName = (
  who: Identity,
  givenName: string,
  { content, at }: { content: string; at: Date },
): string =>
  fileName(
    {
      patient: {
        birthName: who.birthName ?? who.usedName,
        givenName,
        ipp: who.ipp,
        isConfidential: who.confidential,
      },
      content,
    },
    'pdf',
    at,
  );
