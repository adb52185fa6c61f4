/** Blanks, marks of no width, fillers, Braille's blank: what nobody finds by looking at a word. */
const UNSEEN = /[\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** True if something in it cannot be seen: no address is right with that. */
export const hasUnseen = (address: string): boolean => UNSEEN.test(address);
