import { readFileSync } from 'node:fs';
import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { locales } from '../i18n/locale.ts';
import { loadMessages } from '../i18n/messages.ts';

const { operations } = JSON.parse(
  readFileSync(new URL('../../../../policies/operations.json', import.meta.url), 'utf8'),
) as { operations: Record<string, { offline?: string }> };
const procedureOf = (operation: string) =>
  operation.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

it.each(locales)(
  'each operation that waits for the connection has its word in the question, in %s',
  async (locale) => {
    const t = createTranslator({
      locale,
      messages: await loadMessages(locale),
      namespace: 'shell.connection.old',
    });
    const waiting = Object.entries(operations).flatMap(([name, { offline }]) =>
      offline === 'waits' ? [procedureOf(name)] : [],
    );
    expect(waiting.length).toBeGreaterThan(5);
    expect(waiting.filter((name) => !t.has(`forms.${name}` as 'forms.vitals.record'))).toEqual([]);
  },
);
