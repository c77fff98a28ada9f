import type { Composition, CompositionSection, DocumentReference, Reference } from '@medplum/fhirtypes';
import { readAttachment, type FileEntry } from './attachment.ts';
import { coded, codedOrNull } from './coded.ts';
import { date, latestFirst } from './dates.ts';
import { nameBehind } from './names.ts';
import { idOf, type Lookup } from './references.ts';
import type { Coded } from './shapes.ts';
import { narrative, words } from './text.ts';

/** What a document is to another: `replaces`, `appends`, `transforms`, `signs`. */
interface DocumentRelation {
  kind: string;
  id: string | null;
  title: string | null;
}

export interface DocumentItem {
  id: string;
  /** A description of files, or a document whose sections are in the record itself. */
  source: 'document' | 'composition';
  title: string | null;
  type: Coded;
  date: string | null;
  authors: string[];
  custodian: string | null;
  /** `superseded` documents were replaced by a later one. */
  status: 'current' | 'superseded';
  /** Of what it says: not signed yet, signed, changed since; null when nobody said. */
  docStatus: 'preliminary' | 'final' | 'amended' | null;
  relations: DocumentRelation[];
  contents: FileEntry[];
}

/** null for what was entered in error: neither the reference nor the document itself may be believed. */
export function readDocument(
  document: DocumentReference,
  lookup: Lookup,
  fhirUrl: string | null = null,
): DocumentItem | null {
  if (document.status === 'entered-in-error' || document.docStatus === 'entered-in-error') return null;
  const contents = (document.content ?? []).map(({ attachment }, index) =>
    readAttachment(attachment, index, fhirUrl),
  );
  return {
    id: document.id ?? '',
    source: 'document',
    title: words(document.description) ?? contents.map((c) => c.title).find((t) => t !== null) ?? null,
    type: coded(document.type ?? document.category?.[0]),
    date:
      date(document.date) ??
      contents.map((c) => c.created).find((d) => d !== null) ??
      date(document.context?.period?.start),
    authors: namesOf(document.author, lookup, document),
    custodian: nameBehind(document.custodian, lookup, document),
    status: document.status === 'superseded' ? 'superseded' : 'current',
    docStatus: known(document.docStatus),
    relations: (document.relatesTo ?? []).map(({ code, target }) => ({
      kind: code ?? '',
      id: idOf(target),
      title: words(target?.display),
    })),
    contents,
  };
}

/** A document whose sections lie in the record: its text is one file, made of them. */
export function readComposition(composition: Composition, lookup: Lookup): DocumentItem | null {
  if (composition.status === 'entered-in-error') return null;
  const text = compositionText(composition);
  return {
    id: composition.id ?? '',
    source: 'composition',
    title: words(composition.title),
    type: codedOrNull(composition.type) ?? coded(composition.category?.[0]),
    date: date(composition.date),
    authors: namesOf(composition.author, lookup, composition),
    custodian: nameBehind(composition.custodian, lookup, composition),
    status: 'current',
    docStatus: known(composition.status),
    relations: (composition.relatesTo ?? []).map(({ code, targetReference }) => ({
      kind: code ?? '',
      id: idOf(targetReference),
      title: words(targetReference?.display),
    })),
    contents: text
      ? [
          {
            index: 0,
            title: null,
            contentType: 'text/plain',
            kind: 'text',
            size: null,
            created: null,
            language: null,
            isAvailable: true,
            elsewhere: null,
          },
        ]
      : [],
  };
}

/** Titles and words of the sections, in their order; what else a section points to is named by its display. */
export function compositionText({ text, section }: Composition): string | null {
  const sectionText = ({ title, code, text: own, entry, section: inner }: CompositionSection): string =>
    [
      words(title) ?? coded(code).text,
      narrative(own?.div) ?? (entry ?? []).flatMap((e) => (e.display ? [`– ${e.display}`] : [])).join('\n'),
      ...(inner ?? []).map(sectionText),
    ]
      .filter((part) => part)
      .join('\n');
  const sections = (section ?? []).map(sectionText).filter((part) => part !== '');
  return sections.length > 0 ? sections.join('\n\n') : narrative(text?.div);
}

/** Latest first; what a later document replaces is superseded, whatever its own status says. */
export function sortDocuments(all: DocumentItem[]): DocumentItem[] {
  const replaced = new Set(
    all.flatMap((d) => d.relations.filter((r) => r.kind === 'replaces').map((r) => `${d.source}/${r.id}`)),
  );
  const titleOf = new Map(all.map((d) => [`${d.source}/${d.id}`, d.title ?? d.type.text]));
  return all
    .map((d): DocumentItem => ({
      ...d,
      status: replaced.has(`${d.source}/${d.id}`) ? 'superseded' : d.status,
      relations: d.relations.map((r) => ({
        ...r,
        title: r.title ?? titleOf.get(`${d.source}/${r.id}`) ?? null,
      })),
    }))
    .sort(latestFirst((d) => d.date));
}

const known = (status: string | undefined): DocumentItem['docStatus'] =>
  (['preliminary', 'final', 'amended'] as const).find((s) => s === status) ?? null;
const namesOf = (who: Reference[] | undefined, lookup: Lookup, holder: DocumentReference | Composition) => [
  ...new Set((who ?? []).flatMap((one) => nameBehind(one, lookup, holder) ?? [])),
];
