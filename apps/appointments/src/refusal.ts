/** What was asked cannot be: 404 (there is no such thing), 409 (it is not so any more), 422 (it cannot be so). Words without a person. */
export class Refusal extends Error {
  readonly status: 404 | 409 | 422;
  constructor(status: 404 | 409 | 422, words: string) {
    super(words);
    this.name = 'Refusal';
    this.status = status;
  }
}

/** Ends a transaction without a trace, and is what was found out in it. */
export class Undone<T> extends Error {
  readonly answer: T;
  constructor(answer: T) {
    super('undone');
    this.answer = answer;
  }
}

/** Read before it was locked, and changed meanwhile: again from the beginning. */
export class ChangedMeanwhile extends Error {}
