/** The company has not the people for it; the message says what is missing. */
export class SceneImpossibleError extends Error {
  override readonly name = 'SceneImpossibleError';
}
