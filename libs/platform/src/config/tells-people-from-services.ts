import { ValidateBy } from 'class-validator';

/** Said where the token of a person could be taken for one of a service. */
export const MIXED_TOKENS =
  'AUTH_AUDIENCE and SERVICE_AUTH_AUDIENCE must differ: tokens of people and of services could not be told apart';

/**
 * On AUTH_AUDIENCE: it is not SERVICE_AUTH_AUDIENCE too, unless another issuer signs the tokens of services. Whoever may
 * choose a subject at the one issuer could else open the doors between services.
 */
export const TellsPeopleFromServices = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'tellsPeopleFromServices',
      validator: { validate: (audience, args) => audience !== servicesAudience(args?.object ?? {}) },
    },
    { message: MIXED_TOKENS },
  );

/** Of the services' tokens, if the people's issuer may have signed them too. */
function servicesAudience(config: object): unknown {
  const issuer: unknown = Reflect.get(config, 'SERVICE_AUTH_ISSUER');
  const isAnother = issuer !== undefined && issuer !== Reflect.get(config, 'AUTH_ISSUER');
  return isAnother ? undefined : Reflect.get(config, 'SERVICE_AUTH_AUDIENCE');
}
