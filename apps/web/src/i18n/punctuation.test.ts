import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTranslator } from 'next-intl';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { makeFormats } from './formats.ts';
import type { Locale } from './locale.ts';
import { loadMessages } from './messages.ts';

const web = join(import.meta.dirname, '..', '..');
const filesOf = (folder: string, end: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => end.test(file))
    .map((file) => join(folder, file));

/** A space of any kind before a colon, as French writes it. */
const spacedColon = /[\s\u00a0\u202f]:(\s|$)/;

/** Every piece of text in a source: strings, the fixed parts of templates, and what stands between tags. */
function textsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isJsxText(node) || ts.isTemplateHead(node)) texts.push(node.text);
    if (ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

/** The texts of a language as they are written. */
const written = (locale: Locale): string[] =>
  filesOf(join(web, 'messages', locale), /\.json$/).flatMap((file) =>
    textsIn(JSON.parse(readFileSync(file, 'utf8'))),
  );
const textsIn = (messages: unknown): string[] =>
  typeof messages === 'string' ? [messages] : Object.values(messages as object).flatMap(textsIn);

const thoseWith = (texts: string[], wrong: RegExp): string[] => texts.filter((text) => wrong.test(text));

describe('punctuation of the messages', () => {
  it('has no French spaces and quotes in English', () => {
    const texts = written('en');
    expect(texts.length).toBeGreaterThan(1_000);
    // the key `?` is named as it stands on the keyboard
    expect(thoseWith(texts, /[\s\u00a0\u202f][:;?!](?!["\w:])|[«»]/)).toEqual([]);
  });

  it('is written with a plain space before it in French', () => {
    const texts = written('fr');
    expect(texts.length).toBeGreaterThan(1_000);
    expect(thoseWith(texts, /[\p{L}\p{N})}»’…%][:;?!](?=\s|$|<)|«\S|\S»|\u202f[:;?!]/u)).toEqual([]);
  });

  it('stands on the line of its word in French', async () => {
    const texts = textsIn(await loadMessages('fr'));
    expect(thoseWith(texts, / [:;?!»]|« /)).toEqual([]);
    expect(thoseWith(texts, /^Fermer la session de \{name\}\u202f\?$/)).toHaveLength(1);
    expect(thoseWith(texts, /«\u00a0\{query\}\u00a0»/)).not.toEqual([]);
    expect(thoseWith(texts, /\u00a0:/).length).toBeGreaterThan(100);
  });
});

describe('a colon', () => {
  it('is not glued to words in the code, which knows no language: `labelled` and `colon` of the formats do', () => {
    const wrong = filesOf(join(web, 'src'), /\.tsx?$/)
      .filter((file) => !/\.test\.tsx?$/.test(file) && !file.endsWith('i18n/formats.ts'))
      .flatMap((file) =>
        textsOf(file)
          .filter((text) => spacedColon.test(text))
          .map((text) => `${file.slice(web.length)} ${text.trim()}`),
      );
    expect(wrong).toEqual([]);
  });

  it('stands as the language has it, and not at all beside nothing', () => {
    const t = createTranslator({ locale: 'en', messages: {} }) as unknown as Parameters<
      typeof makeFormats
    >[1];
    expect(makeFormats('en', t).labelled('Blood group', 'A')).toBe('Blood group: A');
    expect(makeFormats('fr', t).labelled('Groupe sanguin', 'A')).toBe('Groupe sanguin\u00a0: A');
    expect(makeFormats('en', t).labelled(null, 'A')).toBe('A');
    expect(makeFormats('en', t).labelled('Blood group', '')).toBe('Blood group');
  });
});
