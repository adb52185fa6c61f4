/** The bytes are not JSON in UTF-8, whatever may follow. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError';
}

/** Well formed so far, but deeper or longer than anything PeopleHR sends. */
export class OversizedError extends Error {
  override readonly name = 'OversizedError';
}
