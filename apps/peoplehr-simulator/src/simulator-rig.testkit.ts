import { demoKey } from './companies/demo-company';
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator';

/** A simulator on a free port, asked as a customer of PeopleHR and set up as a test does it. */
export class SimulatorRig {
  private constructor(readonly simulator: Simulator) {}

  static async start(options?: SimulatorOptions): Promise<SimulatorRig> {
    return new SimulatorRig(await startSimulator(options));
  }

  get url(): string {
    return this.simulator.url;
  }

  /** Asks PeopleHR; a text goes as it is. */
  post(body: unknown, path = '/Employee', headers: Record<string, string> = {}): Promise<Response> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return fetch(this.url + path, { method: 'POST', body: text, headers });
  }

  /** Asks PeopleHR and reads the envelope. */
  async ask(body: unknown, path?: string): Promise<unknown> {
    return (await this.post(body, path)).json();
  }

  /** The whole company behind a key, leavers included. */
  list(key: string = demoKey): Promise<unknown> {
    return this.ask(everybody(key));
  }

  /** What the control interface answers, whatever the HTTP status. */
  async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    return (await fetch(`${this.url}/_simulator${path}`, init)).json();
  }

  close(): Promise<void> {
    return this.simulator.close();
  }
}

/** The request for everybody, leavers included. */
export const everybody = (key: string = demoKey) => ({
  APIKey: key,
  Action: 'GetAllEmployeeDetail',
  IncludeLeavers: true,
});
