import { cookies } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { asLocale, localeCookie, timeZone } from './locale.ts';
import { loadMessages } from './messages.ts';

export default getRequestConfig(async () => {
  const locale = asLocale((await cookies()).get(localeCookie)?.value);
  return { locale, timeZone, messages: { ...(await loadMessages(locale)) }, now: new Date() };
});
