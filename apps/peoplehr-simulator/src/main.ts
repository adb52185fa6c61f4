import { startSimulator } from './simulator';
import { hostFromEnvironment, portFromEnvironment } from './simulator.config';

const start = async (): Promise<void> => {
  const simulator = await startSimulator({ port: portFromEnvironment(), host: hostFromEnvironment() });
  process.stdout.write(`PeopleHR simulator on ${simulator.url}\nDemo key ${simulator.demoKey}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void simulator.close().then(() => process.exit(0)));
  }
};

start().catch((error: unknown) => {
  process.stderr.write(`PeopleHR simulator: ${error instanceof Error ? error.message : 'does not start'}\n`);
  process.exit(1);
});
