/**
 * The parts of an address, a name or a line of a file between which a line of the page may end: behind `@`, a comma or a
 * semicolon, and before a dot, a dash or an underscore. Put together they are the text; no word is broken in its middle.
 */
export const addressParts = (text: string): readonly string[] => text.split(/(?<=[@,;])|(?=[._-])/);
