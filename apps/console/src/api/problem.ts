/** What went wrong, in words for the person at the screen. */
export class ApiProblem extends Error {
  constructor(
    /** 0 if the server could not be reached. */
    readonly status: number,
    /** The stable last word of the problem's type, e.g. `invalid-api-key`. */
    readonly code: string,
    message: string,
    /** What else the problem document carries. */
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'ApiProblem';
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Turns an answer that is not 2xx into a problem; a body that is not a problem document gets a general sentence. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  const type = isRecord(body) && typeof body['type'] === 'string' ? body['type'] : '';
  const code = type.split('/').at(-1) ?? '';
  const said = isRecord(body)
    ? [body['detail'], body['title']].find((t) => typeof t === 'string' && t !== '')
    : undefined;
  const message = typeof said === 'string' ? said : 'PeopleSync could not do this just now. Try again in a minute.';
  return new ApiProblem(response.status, code, message, isRecord(body) ? body : {});
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof ApiProblem
    ? error.message
    : 'PeopleSync cannot be reached. Check your connection and try again.';
}

/** What the problem says under this name; empty if that is no text. */
export function textFact(error: unknown, name: string): string {
  const fact = error instanceof ApiProblem ? error.facts[name] : undefined;
  return typeof fact === 'string' ? fact : '';
}

/** True if what was asked for does not exist. */
export const isUnknown = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404;
