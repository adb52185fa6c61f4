export { type Exposition, expositionIn, type Sample, valuesOf } from './system/exposition';
export { type Attack, attacks, type Target } from './attacks/attacks';
export * from './builders/employee.builder';
export { withPart } from './docs/configuration-table';
export { table } from './docs/event-pages';
export { chromiumPath } from './chromium';
export * from './cluster/cluster';
export { type Component, components, Installation, type Values } from './cluster/installation';
export * from './eventually';
export { grpcPython } from './grpc-python';
export { callGateway } from './grpc/call';
export { frame, type RawAnswer, type RawCall, rawCall } from './grpc/raw-call';
export * from './odd/odd-doors';
export { sent } from './odd/odd-requests';
export { type OpenApiDocument, type Operation } from './odd/openapi';
export { chartTools } from './chart-tools';
export { versionBefore } from './version-before';
export * from './real';
export { oasdiffPath } from './oasdiff';
export { schemathesisPath } from './schemathesis';
export { CutLine } from './servers/cut-line';
export { freePorts } from './servers/free-ports';
export { hasBroker } from './servers/kafka.probe';
export { embeddedKafka, type EmbeddedKafka } from './servers/kafka';
export { provideKafka, providePostgres } from './servers/provide';
export { noteVerifier } from './note-verifier';
export { Prometheus, type Series } from './servers/prometheus';
export { type TestServer, type Way, waysToTry } from './servers/test-server';
export { Containers } from './system/containers';
export { type MoreEnvironment } from './system/distributed';
export { type EventPlace, type RecordedEvent, recordedEvents, recordedInKafka } from './system/recorded-events';
export { type Addresses, type ProcessName, RunningSystem, type ServiceName, services } from './system/running-system';
export { loseTopics } from './system/system-kafka';
export { type Replicas, startReplicas } from './system/replicas';
export { startSystem, type SystemOptions } from './system/start-system';
export * from './tracing/trace-collector';
export { connectionRules, type Connections, keyRules, type Keys } from './neighbours/credentials.contract';
export { type Deciding, decidingRules } from './neighbours/reconciler.contract';
export { keepsRules, missesRules } from './neighbours/rule';
export { peopleRules, type PeopleTable } from './neighbours/writer.contract';
export { type Changes, changesRules } from './neighbours/changes.contract';
export { eraseByHand } from './mirror/erase-by-hand';
export {
  byPerson,
  GapError,
  Mirror,
  type MirrorChange,
  type MirrorDoor,
  type MirrorPage,
  wholeTable,
} from './mirror/mirror';
