/** A yes or no to a plan. */
export interface Answer {
  readonly tenantId: string;
  readonly syncId: string;
  /** Of the plan that was shown. */
  readonly hash: string;
  /** Who decides. */
  readonly actor: string;
}

/** A yes. */
export interface Yes extends Answer {
  /** Person ids whose changes are said no to. */
  readonly exclude: readonly string[];
  /** To everything, or to those alone who leave by status or date. */
  readonly part: 'all' | 'leavers';
}

/** A no: to what made the plan wait and to everything about these people, or for now and to nothing. */
export interface No extends Answer {
  readonly also: readonly string[];
  readonly remembers: 'what-made-it-wait' | 'nothing';
}
