export * from './builders/employee.builder';
export * from './eventually';
export * from './real';
export { freePorts } from './servers/free-ports';
export { embeddedKafka, type EmbeddedKafka } from './servers/kafka';
export { provideKafka, providePostgres } from './servers/provide';
export { type TestServer, type Way, waysToTry } from './servers/test-server';
