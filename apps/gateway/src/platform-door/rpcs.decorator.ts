import { Controller, UseGuards, UseInterceptors } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { peopleSyncRpcs, peopleSyncService, type Json, type RpcName, type Static } from '@people-sync/contracts/api';
import type { Observable } from 'rxjs';
import { ActingUserGuard, DecidedByPerson } from '../access/acting-user.guard';
import { KnownTenantGuard } from '../access/known-tenant.guard';
import type { Answer } from '../idempotency/answer';
import { OnceInterceptor } from '../idempotency/once.interceptor';
import { Bounded } from '../places/bounded.decorator';
import { Answers, MessageInterceptor } from './message.interceptor';

type Rpcs = typeof peopleSyncRpcs;

/** What an rpc is asked with, as JSON: not looked at yet, but of its types. */
export type Asked<Name extends RpcName> = Static<Rpcs[Name]['request']>;
type Said<Name extends RpcName> = Json<Rpcs[Name]['answer']>;

/** The methods for some rpcs: each gets its request, then whatever its parameters' decorators give it. */
type Answering<Name extends RpcName> = {
  readonly [One in Name]: (
    request: Asked<One>,
    ...injected: never[]
  ) => Promise<Said<One> | Answer<Said<One>>> | Observable<Said<One>>;
};

/** A controller's class, typed down to its prototype. */
interface Part<Name extends RpcName> {
  new (...injected: never[]): Answering<Name>;
  readonly prototype: Answering<Name>;
}

/** A part of gRPC `wethrive.peoplesync.v1.PeopleSync`: each of these rpcs is answered by the method of its name, once if it is keyed. */
export function PeopleSyncRpcs<Name extends RpcName>(...rpcs: readonly Name[]) {
  return (part: Part<Name>): void => {
    Controller()(part);
    Bounded()(part);
    UseGuards(KnownTenantGuard, ActingUserGuard)(part);
    UseInterceptors(MessageInterceptor)(part);
    for (const rpc of rpcs) {
      const method = Object.getOwnPropertyDescriptor(part.prototype, rpc);
      if (!method) throw new Error(`no method of its own answers the rpc ${rpc}`);
      Answers(rpc)(part.prototype, rpc, method);
      if (peopleSyncRpcs[rpc].isKeyed) UseInterceptors(OnceInterceptor)(part.prototype, rpc, method);
      if (peopleSyncRpcs[rpc].namesPerson) DecidedByPerson()(part.prototype, rpc, method);
      GrpcMethod(peopleSyncService.name, rpc)(part.prototype, rpc, method);
    }
  };
}
