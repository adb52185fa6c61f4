import { spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { programAt } from '../executable';
import { freePorts } from './free-ports';
import { mortal } from './mortal';
import { hasEnded, StartedServers } from './started-servers';
import { serverFolder, sweep } from './sweep';
import { waitFor } from './wait-for';

const START_MS = 60_000;

/** PROMETHEUS_PATH, else the one on the PATH; undefined if there is none (`describeReal('prometheus')` skips then). */
export function prometheusPath(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  return programAt(env['PROMETHEUS_PATH'], ['prometheus'], env);
}

/** One line of an answer: seconds since 1970, and values. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [time: number, value: number])[];
}

interface Answer<T> {
  readonly status: string;
  readonly error?: string;
  readonly data: T;
}

/** A real Prometheus that scrapes a running system every second. Whoever starts it must stop it. */
export class Prometheus {
  private constructor(
    private readonly url: string,
    private readonly started: StartedServers,
  ) {}

  /**
   * @param targets `host:port` of what is scraped, with the label `namespace` as a cluster gives it
   * @param rules files with alerts
   */
  static async start(targets: readonly string[], namespace: string, rules: readonly string[]): Promise<Prometheus> {
    await sweep('prometheus');
    const folder = await serverFolder('prometheus');
    const started = new StartedServers(() => rm(folder, { recursive: true, force: true }));
    return started.orStop(async () => {
      const [port = 0] = await freePorts(1);
      const config = {
        global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
        rule_files: rules,
        scrape_configs: [
          {
            job_name: 'people-sync',
            honor_labels: true,
            static_configs: [{ targets, labels: { namespace } }],
          },
        ],
      };
      // JSON is YAML.
      writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
      const log = join(folder, 'prometheus.log');
      const out = openSync(log, 'a');
      const child = spawn(
        ...mortal(prometheusPath() ?? '', [
          `--config.file=${join(folder, 'prometheus.yml')}`,
          `--storage.tsdb.path=${join(folder, 'data')}`,
          `--web.listen-address=127.0.0.1:${port}`,
        ]),
        { env: { PATH: process.env['PATH'] }, stdio: ['ignore', out, out] },
      );
      closeSync(out);
      started.add(child, 'SIGTERM');
      writeFileSync(join(folder, 'prometheus.pid'), String(child.pid));
      const url = `http://127.0.0.1:${port}`;
      const ready = async (): Promise<void> => {
        const { ok, status } = await fetch(`${url}/-/ready`);
        if (!ok) throw new Error(`it answers ${status}`);
      };
      await waitFor('prometheus', START_MS, ready, { ended: () => hasEnded(child), log: () => readFile(log, 'utf8') });
      return new Prometheus(url, started);
    });
  }

  /** What an expression was over a time, in seconds since 1970. @throws with Prometheus' own words */
  async range(expression: string, from: number, to: number, step: number): Promise<Series[]> {
    const words = { query: expression, start: String(from), end: String(to), step: String(step) };
    const { result } = await this.ask<{
      result: { metric: Record<string, string>; values: [number, string][] }[];
    }>(`query_range?${new URLSearchParams(words).toString()}`);
    return result.map(({ metric, values }) => ({
      labels: metric,
      points: values.map(([time, value]) => [time, Number(value)] as const),
    }));
  }

  /** The alerts it has read, with what is wrong with an expression of theirs. */
  async alerts(): Promise<{ readonly name: string; readonly state: string; readonly error: string }[]> {
    const { groups } = await this.ask<{
      groups: { rules: { name: string; state?: string; lastError?: string; health: string }[] }[];
    }>('rules?type=alert');
    return groups.flatMap(({ rules }) =>
      rules.map(({ name, state = '', lastError, health }) => ({
        name,
        state,
        error: lastError ?? (health === 'err' ? 'it cannot be evaluated' : ''),
      })),
    );
  }

  /** What it scrapes, and whether that answers. */
  async up(): Promise<string[]> {
    const { activeTargets } = await this.ask<{ activeTargets: { health: string }[] }>('targets?state=active');
    return activeTargets.map(({ health }) => health);
  }

  stop(): Promise<void> {
    return this.started.stop();
  }

  private async ask<T>(path: string): Promise<T> {
    const answer = (await (await fetch(`${this.url}/api/v1/${path}`)).json()) as Answer<T>;
    if (answer.status !== 'success') throw new Error(`Prometheus: ${answer.error ?? answer.status}`);
    return answer.data;
  }
}
