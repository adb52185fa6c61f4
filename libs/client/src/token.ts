/** Gives the bearer token for the next call: asked before each, so that it may be renewed meanwhile. */
export type Token = () => string | Promise<string>;
