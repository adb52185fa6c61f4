/** `1,200`. */
export const numberOf = (count: number): string => count.toLocaleString('en-GB');

/** `1 person`, `1,200 people`. */
export const peopleOf = (count: number): string => (count === 1 ? '1 person' : `${numberOf(count)} people`);
