/** Whether a start that is not through yet is given up: told to whoever waits in it. */
export class StartStop {
  constructor(readonly signal: AbortSignal = new AbortController().signal) {}
}
