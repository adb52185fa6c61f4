import type { TObject, TProperties } from '@sinclair/typebox';
import { type Json, shape } from './shape';

/** One call as it may be, and what it is answered with: shown in OpenAPI and the .proto file, and sent by a test. */
export interface CallExample<Request extends TObject = TObject, Answer extends TObject = TObject> {
  readonly asked: Json<Request>;
  /** Of a stream one of its messages. */
  readonly answered: Json<Answer>;
}

/** A call over gRPC and its twin over HTTP. */
export interface Rpc<Request extends TObject = TObject, Answer extends TObject = TObject> {
  /** What it does; refusals by their words. */
  readonly sentence: string;
  /** Its twins, `METHOD path`; fields of the request stand in the path by their names, the rest is query or body. */
  readonly routes: readonly string[];
  readonly request: Request;
  readonly answer: Answer;
  /** One for each of the routes, in their order. */
  readonly examples: readonly CallExample[];
  /** It answers with every state, one after the other. */
  readonly isStream: boolean;
  /** It changes something: under a key of its caller's (`Idempotency-Key`) it is made once. */
  readonly isKeyed: boolean;
  /** Asked so, it changes nothing all the same, and is made as often as it is asked. */
  readonly changesNothing: (asked: Readonly<Record<string, unknown>>) => boolean;
  /** The platform has to name the person who decides, who is written into history. */
  readonly namesPerson: boolean;
}

/** A call over HTTP alone. */
export interface PlainRoute {
  readonly sentence: string;
  /** By the names in its path and of its fields. */
  readonly example: Readonly<Record<keyof CallExample, Readonly<Record<string, unknown>>>>;
}

/** Declares a call for both doors, which changes nothing; with an example of each of its routes. */
export const rpc = <Request extends TObject, Answer extends TObject>(
  sentence: string,
  routes: readonly string[],
  request: Request,
  answer: Answer,
  ...examples: readonly CallExample<Request, Answer>[]
): Rpc<Request, Answer> => ({
  sentence,
  routes,
  request,
  answer,
  examples,
  isStream: false,
  isKeyed: false,
  namesPerson: false,
  changesNothing: () => true,
});

/** The same for a call that changes something: whoever names it by a key of their own may make it again. */
export const keyed = <Request extends TObject, Answer extends TObject>(
  sentence: string,
  routes: readonly string[],
  asked: Request,
  answer: Answer,
  example: CallExample<Request, Answer>,
  changesNothing: Rpc['changesNothing'] = () => false,
): Rpc<Request, Answer> => ({ ...rpc(sentence, routes, asked, answer, example), isKeyed: true, changesNothing });

/** The same for a call that answers with a stream. */
export const streamed = <Request extends TObject, Answer extends TObject>(
  one: Rpc<Request, Answer>,
): Rpc<Request, Answer> => ({ ...one, isStream: true });

/** The same for a call by which a person decides something: the platform names them (`acting-user`). */
export const decidedBy = <Request extends TObject, Answer extends TObject>(
  one: Rpc<Request, Answer>,
): Rpc<Request, Answer> => ({ ...one, namesPerson: true });

/** What an rpc is asked with: what its twin has in path, query and body, in one message. */
export const request = <P extends TProperties>(name: string, properties: P): TObject<P> => shape(name, '', properties);
