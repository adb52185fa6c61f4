/**
 * Version of these rules, recorded in every plan. A change that alters any plan of the golden corpus becomes the next
 * version, beside this one: a recorded plan is replayed with the rules that made it.
 */
export const RULES_VERSION = 1;
