/** What a changing call answers, over either door. */
export interface Answer<T> {
  /** HTTP status. */
  readonly status: 200 | 201 | 202 | 204;
  readonly body: T;
  /** Address of what was made. */
  readonly location?: string | undefined;
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
