import { randomBytes } from 'node:crypto';
import { FhirFailure } from '../outcome.ts';

/** What was found by one search, page by page, so that the next page repeats nothing of it. */
interface Walk {
  id: string;
  about: string;
  pages: number[][];
  isAtEnd: boolean;
  touched: number;
}
/** A page that is asked for: one that was given before (`again`), or what comes after all that was (`seen`). */
export interface Page {
  walk: Walk;
  index: number;
  again: readonly number[] | null;
  seen: readonly number[];
}
/** Tokens of the neighbouring pages, for links. */
export interface PageLinks {
  previous: string | null;
  next: string | null;
}
interface About {
  type: string;
  compartment: { type: string; id: string } | null;
}

const longest = 30 * 60_000;
const maxWalks = 1_000;
const maxRows = 2_000_000;

/**
 * Remembers which resources the pages of a search have shown. The next page leaves those out and nothing else, so that an
 * entry is neither repeated nor lost when others come, go or change their place in between; a page that is asked for again
 * shows the same entries. Kept in memory for half an hour; after that, or a restart, a page is 410 and the search is begun again.
 */
export class PageMemory {
  private readonly walks = new Map<string, Walk>();

  /** The page a token means. Throws 410 when it is not known any more. */
  find(token: string, type: string, compartment: About['compartment']): Page {
    const [id = '', number = ''] = token.split('.'),
      index = /^\d{1,6}$/.test(number) ? Number(number) : -1;
    const walk = this.walks.get(id);
    if (!walk || walk.about !== about({ type, compartment }) || index < 0 || index > walk.pages.length)
      throw new FhirFailure(410, 'expired', '_page: this page is not known any more, begin the search again');
    this.touch(walk);
    return { walk, index, again: walk.pages[index] ?? null, seen: walk.pages.slice(0, index).flat() };
  }

  /** Notes what a page showed; answers the tokens of those beside it. */
  turn(
    page: Page | null,
    { matches, hasMore }: { matches: readonly { rid: number }[]; hasMore: boolean },
    of: About,
  ): PageLinks {
    if (!page) {
      if (!hasMore) return { previous: null, next: null };
      const walk = this.begin(of);
      walk.pages.push(matches.map(({ rid }) => rid));
      return { previous: null, next: `${walk.id}.1` };
    }
    const { walk, index } = page;
    if (!walk.pages[index]) {
      walk.pages[index] = matches.map(({ rid }) => rid);
      walk.isAtEnd = !hasMore;
    }
    const isMore = index + 1 < walk.pages.length || !walk.isAtEnd;
    return {
      previous: index > 0 ? `${walk.id}.${index - 1}` : null,
      next: isMore ? `${walk.id}.${index + 1}` : null,
    };
  }

  private begin(of: About): Walk {
    const walk: Walk = {
      id: randomBytes(12).toString('base64url'),
      about: about(of),
      pages: [],
      isAtEnd: false,
      touched: 0,
    };
    this.touch(walk);
    let rows = 0;
    for (const { pages } of this.walks.values()) for (const page of pages) rows += page.length;
    for (const [id, { touched, pages }] of this.walks) {
      if (this.walks.size <= maxWalks && rows <= maxRows && touched > Date.now() - longest) break;
      rows -= pages.reduce((sum, page) => sum + page.length, 0);
      this.walks.delete(id);
    }
    return walk;
  }

  /** The one used last stands last. */
  private touch(walk: Walk): void {
    walk.touched = Date.now();
    this.walks.delete(walk.id);
    this.walks.set(walk.id, walk);
  }
}

const about = ({ type, compartment }: About): string =>
  compartment ? `${compartment.type}/${compartment.id}/${type}` : type;
