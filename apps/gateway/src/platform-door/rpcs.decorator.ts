import { Controller, UseGuards } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { peoplesyncV1 } from '@people-sync/platform';
import { KnownTenantGuard } from '../access/known-tenant.guard';
import { Bounded } from '../places/bounded.decorator';

type Door = peoplesyncV1.PeopleSyncController;

/** The methods for some rpcs: each gets its request, then whatever its parameters' decorators give it. */
type Answering<Rpc extends keyof Door> = {
  readonly [Name in Rpc]: (request: Parameters<Door[Name]>[0], ...injected: never[]) => ReturnType<Door[Name]>;
};

/** A controller's class, typed down to its prototype. */
interface Part<Rpc extends keyof Door> {
  new (...injected: never[]): Answering<Rpc>;
  readonly prototype: Answering<Rpc>;
}

/** A part of gRPC `wethrive.peoplesync.v1.PeopleSync`: each of these rpcs is answered by the method of its name. */
export function PeopleSyncRpcs<Rpc extends keyof Door>(...rpcs: readonly Rpc[]) {
  return (part: Part<Rpc>): void => {
    Controller()(part);
    Bounded()(part);
    UseGuards(KnownTenantGuard)(part);
    for (const rpc of rpcs) {
      const method = Object.getOwnPropertyDescriptor(part.prototype, rpc);
      if (!method) throw new Error(`no method of its own answers the rpc ${rpc}`);
      GrpcMethod(peoplesyncV1.PEOPLE_SYNC_SERVICE_NAME, rpc)(part.prototype, rpc, method);
    }
  };
}
