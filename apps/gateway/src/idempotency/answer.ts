/** What a changing call answers where its route does not say it all; any other is its body alone. */
export class Answer<T> {
  constructor(
    readonly body: T,
    /** HTTP status; without one that of the route. */
    readonly status?: 200 | 201 | 202,
    /** Address of what was made. */
    readonly location?: string,
  ) {}

  /** What a handler returned, as an answer. */
  static of<T>(said: T | Answer<T>): Answer<T> {
    return said instanceof Answer ? said : new Answer(said);
  }
}

/** A refusal that is given again: the same call would be refused again. */
export interface StoredProblem {
  readonly status: number;
  readonly slug: string;
  readonly detail: string;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** What is kept of a call that named itself. */
export type StoredAnswer<T = unknown> = { readonly answer: Answer<T> } | { readonly problem: StoredProblem };
