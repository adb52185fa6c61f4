export { type Simulator, type SimulatorOptions, startSimulator } from './simulator';
export type { SimulatedPeopleHr } from './simulated-peoplehr';
