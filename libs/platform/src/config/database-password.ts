import { ValidateBy } from 'class-validator';

/** On DATABASE_PASSWORD: of two passwords nobody could say which one counts. */
export const OnlyPassword = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'onlyPassword',
      validator: { validate: (_, args) => !hasPassword(Reflect.get(args?.object ?? {}, 'DATABASE_URL')) },
    },
    { message: 'DATABASE_URL has a password already: leave DATABASE_PASSWORD out, or take it out of DATABASE_URL' },
  );

const hasPassword = (url: unknown): boolean =>
  typeof url === 'string' && URL.canParse(url) && new URL(url).password !== '';

/** The address with this password in it; as it is without one. */
export function withPassword(url: string, password: string | undefined): string {
  if (password === undefined) return url;
  const complete = new URL(url);
  complete.password = encodeURIComponent(password);
  return complete.toString();
}
