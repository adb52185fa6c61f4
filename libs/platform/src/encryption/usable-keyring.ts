import { ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { parseKeyring } from './keyring';

/** For `@Validate`: a variable that `parseKeyring` reads. */
@ValidatorConstraint({ name: 'keyring' })
export class UsableKeyring implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && parseKeyring(value) !== undefined;
  }

  defaultMessage(): string {
    return '$property must be id:base64 pairs, comma-separated, each key 32 bytes, ids unique; the first one is in use';
  }
}
