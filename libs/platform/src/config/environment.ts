/** Environment variables by name; every start function takes them as a value, so that several services fit in one process. */
export type Environment = Readonly<Record<string, string | undefined>>;
