import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTranslator } from 'next-intl';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { makeFormats } from './formats.ts';

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

describe('a colon in English', () => {
  it('has no space before it in the messages', () => {
    const wrong = filesOf(join(web, 'messages', 'en'), /\.json$/).flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => /[^\s"][ \u00a0\u202f]+[:;!](?!["\w])/.test(line.replace(/^\s*"[^"]+":/, ''))),
    );
    expect(wrong).toEqual([]);
  });

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
    expect(makeFormats('fr', t).labelled('Groupe sanguin', 'A')).toBe('Groupe sanguin : A');
    expect(makeFormats('en', t).labelled(null, 'A')).toBe('A');
    expect(makeFormats('en', t).labelled('Blood group', '')).toBe('Blood group');
  });
});
