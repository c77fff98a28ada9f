import type { PatientBanner } from '@keneyapp/bff/features/patients/view';
import type { Me } from '@keneyapp/bff/features/session/view';
import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import type { Formats } from '../i18n/formats.ts';
import type { Messages } from '../i18n/messages.ts';
import type { useTRPC } from '../trpc/client.tsx';

type Operation = keyof Me['rights'];

/** A page of the chart, and its address below the patient's; the texts `shell.sections` name it. */
export type SectionName = Exclude<keyof Messages['shell']['sections'], 'label'>;
/** An entry of the rail; the texts `shell.rail` name it. */
type RailEntryName = Exclude<keyof Messages['shell']['rail'], 'label' | 'collapse' | 'expand'>;

export interface Section {
  name: SectionName;
  /** The letter that follows `g`; there are more pages than letters. */
  key?: string;
  operation: Operation;
}
export interface RailEntry {
  name: RailEntryName;
  key: string;
  Icon: ComponentType<{ fontSize: 'small'; 'aria-hidden': true }>;
  /** Where it leads this person; null when it is no place of theirs. */
  hrefFor(me: Me): string | null;
  /** Addresses that count as being there; where it leads, when it is left out. */
  within?: string;
}

/** Something to do that is no place of the rail; the texts `shell.palette.to` name it. */
interface PaletteAction {
  name: keyof Messages['shell']['palette']['to'];
  /** The letter that follows `g`, of what is done many times a day. */
  key?: string;
  /** Where it is done; null when it is nothing for this person. */
  hrefFor(me: Me): string | null;
}

export interface FormProps {
  patientId: string;
  /** Id of the resource that is changed; null for a form that makes something new. */
  target: string | null;
  /** It is saved: closes, and says so in these words. */
  onDone: (message: string) => void;
  /** Whether closing now would lose something that no draft has. */
  onUnsafe: (isUnsafe: boolean) => void;
  onClose: () => void;
}
/** What is written beside a chart. `id` is the operation, the draft's name, and what the address says; the texts `drafts.forms` name it. */
export interface WorkspaceFormManifest {
  id: Operation & FormName;
  Form: ComponentType<FormProps>;
  /** Where its draft leads: the section that stands beside it. */
  section: SectionName;
  /** The id of what is changed, from what its draft was based on; only of a form that changes something. */
  targetOf?(base: string): string | null;
  /** Begun from a button below the chart's sections and from the palette, in these words of `shell.write`. */
  begin?: Dotted<Messages['shell']['write']>;
  /** The letter that follows `g` in a chart, of what is begun many times a day. */
  key?: string;
  /** Begun many times a day: its button stands on every page of a chart, that of others on the page of their section. */
  isFrequent?: true;
}
type Dotted<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : Dotted<T[K], `${Prefix}${K}.`>;
}[keyof T & string];
type FormName = Exclude<Dotted<Messages['drafts']['forms']>, 'other'>;

export interface ClosedProps {
  patientId: string;
  closed: NonNullable<PatientBanner['closed']>;
  /** It closed while it was being read. */
  hasJustClosed: boolean;
  /** A form that was open then still stands beside it. */
  keepsForm: boolean;
}

type PageName = keyof Messages['shell']['keys']['of'];
/** Keys of a page, in the list of shortcuts of whoever may do `operation`; the texts `shell.keys.of` name the page and what each does. */
export interface PageKeys<Page extends PageName = PageName> {
  page: Page;
  operation: Operation;
  keys: readonly {
    word: Exclude<keyof Messages['shell']['keys']['of'][Page], 'title'>;
    /** As `shell.keys.names` calls them, or as they are. */
    keys: readonly (keyof Messages['shell']['keys']['names'] | '←' | '↑' | '→' | '↓' | 'M' | 'Z')[];
  }[];
}

export interface AccountItemProps {
  className: string | undefined;
  /** Shuts the menu. */
  close: () => void;
}

/** A card of the start page; shown to whoever may do `operation`. It reads what it shows, and says when it could not. */
export interface StartCardManifest {
  id: StartCardName;
  operation: Operation;
  /** Loaded when the start page is opened, never with the frame. */
  Card: ComponentType;
  /** A list with columns: it takes the whole width. */
  isWide?: true;
}
/** Its place on the page is that of its name in `startCards`; the texts `start.cards` name it. */
export type StartCardName = keyof Messages['start']['cards'];

/** What is found by its words in the chart that is open, and where it leads: a test to its trend, a drug to its detail. */
export interface ChartFind {
  id: string;
  kind: 'test' | 'drug';
  label: string;
  href: string;
}
export interface ChartFinder {
  patientId: string;
  me: Me;
  queries: QueryClient;
  trpc: ReturnType<typeof useTRPC>;
  formats: Formats;
}

/** What a feature adds to the application. The shell draws what the manifests say and knows no feature (ADR 20). */
export interface FeatureManifest {
  section?: Section;
  rail?: readonly RailEntry[];
  /** Found in the palette. */
  actions?: readonly PaletteAction[];
  forms?: readonly WorkspaceFormManifest[];
  cards?: readonly StartCardManifest[];
  keys?: PageKeys;
  /** Stands among the tools of the top bar. */
  Bell?: ComponentType;
  /** Stands in the person's menu, below help. */
  AccountItem?: ComponentType<AccountItemProps>;
  /** What belongs to a chart, whatever its page. */
  chart?: {
    /** Instead of its pages, when it is closed to this person. */
    Closed?: ComponentType<ClosedProps>;
    /** Below the banner, while an emergency access is open. */
    Emergency?: ComponentType<{ patientId: string; expiresAt: string }>;
    /** What the palette finds in it; loaded when somebody searches there, for whoever may do `operation`. */
    finds?: {
      operation: Operation;
      load: () => Promise<{ find: (chart: ChartFinder) => Promise<ChartFind[]> }>;
    };
    /** Keeps an open chart up to date. */
    Live?: ComponentType<{ patientId: string }>;
  };
}
