import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { identityOf, type ProblemException, refusal } from '@people-sync/platform';

const DECIDED_BY = 'gateway:decided-by';

/** A person decides something by this call, and is written into history: the platform has to name them. */
export const DecidedByPerson = () => SetMetadata(DECIDED_BY, true);

/** Where a person decides, the platform's own name is nobody's. Runs after those who say whether there is such a thing. */
@Injectable()
export class ActingUserGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const isDecided = this.reflector.get<boolean | undefined>(DECIDED_BY, context.getHandler());
    if (isDecided && !identityOf(context).namesPerson) throw required();
    return true;
  }
}

const required = (): ProblemException =>
  refusal(
    'acting-user-required',
    'It has to be said who decides this, and nothing was done. Send the name of the person in Acting-User, percent-encoded (over gRPC acting-user likewise, or acting-user-bin in UTF-8).',
  );
