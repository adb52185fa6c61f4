/** `sx` of the frame of a table that may be long: it scrolls in itself, so that its head (`stickyHeader`) stays in sight. */
export const scrollingTable = { maxHeight: 'max(320px, calc(100dvh - 96px))' } as const;
