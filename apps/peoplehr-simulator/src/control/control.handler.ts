import type { IncomingMessage, ServerResponse } from 'node:http';
import { Company } from '../companies/company';
import { rowFields, rowOf } from '../companies/employee-row';
import { changeSome, generatedCompany } from '../companies/generated-company';
import type { Tenancy } from '../companies/tenancy';
import { type Faults, faultNames } from '../faults/fault';
import { readBody } from '../server/body';
import { ControlError, numberIn, objectOf, rowIn, textIn } from './input';

type Body = Readonly<Record<string, unknown>>;
/** Status and JSON. */
type Reply = readonly [number, unknown];

/** Everything under /_simulator: set the scene for tests and demonstrations. */
export class ControlHandler {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly faults: Faults,
  ) {}

  async handle(request: IncomingMessage, path: string, response: ServerResponse): Promise<void> {
    const [status, json] = await this.reply(request, path);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify(json)}\n`);
  }

  private async reply(request: IncomingMessage, path: string): Promise<Reply> {
    try {
      const body = objectOf(await readBody(request));
      const parts = path
        .split('/')
        .filter((part) => part !== '')
        .slice(1)
        .map(decodeURIComponent);
      return this.route(request.method ?? 'GET', parts, body);
    } catch (error) {
      if (error instanceof ControlError) return [error.status, { error: error.message }];
      throw error;
    }
  }

  private route(method: string, [what = '', id = '', ...rest]: string[], body: Body): Reply {
    if (what === 'companies' && id === '')
      return method === 'POST' ? this.create(body) : [200, { companies: this.tenancy.list() }];
    if (what === 'companies') return this.company(method, this.companyOf(id), rest, body);
    if (what === 'faults' && method === 'POST') return this.order(body);
    if (what === 'faults' && method === 'DELETE') return this.clear();
    if (what === 'calls') return [200, { calls: this.tenancy.calls(), userAgents: [...this.tenancy.userAgents] }];
    if (what === 'limits' && method === 'PUT') return this.limits(body);
    if (what === 'keys' && method === 'PUT') return this.point(id, body);
    throw new ControlError(404, 'the control interface has companies, faults, calls, limits and keys');
  }

  private create(body: Body): Reply {
    const id = this.tenancy.newId();
    const name = textIn(body, 'name') ?? `Company ${id}`;
    const rows = body['rows'];
    const company = Array.isArray(rows)
      ? new Company(
          id,
          name,
          rows.map((row) => rowOf({ company: name, ...rowIn(row) })),
        )
      : generatedCompany(
          id,
          name,
          numberIn(body, 'employees', 0, 200_000) ?? 0,
          numberIn(body, 'seed', 0, 2 ** 31) ?? id,
        );
    const key = this.tenancy.add(company);
    return [201, { companyId: id, key, name, employees: company.size }];
  }

  private company(
    method: string,
    company: Company,
    [what = '', employeeId = '', verb = '']: string[],
    body: Body,
  ): Reply {
    if (what === '' && method === 'GET')
      return [200, { companyId: company.id, name: company.name, employees: [...company.employees()] }];
    if (what === 'change' && method === 'POST') {
      const field = rowFields.find((name) => name === body['field']);
      if (!field) throw new ControlError(400, `field must be one of ${rowFields.join(', ')}`);
      const changed = changeSome(
        company,
        numberIn(body, 'fraction', 0, 1) ?? 1,
        field,
        numberIn(body, 'seed', 0, 2 ** 31) ?? 1,
      );
      return [200, { changed }];
    }
    if (what === 'profile' && method === 'PUT') {
      if (body['profile'] !== '2023' && body['profile'] !== '2015')
        throw new ControlError(400, 'profile must be "2023" or "2015"');
      company.profile = body['profile'];
      company.forgetTexts();
      return [200, { profile: company.profile }];
    }
    if (what === 'employees' && employeeId !== '') return this.employee(method, company, employeeId, verb, body);
    throw new ControlError(404, 'a company has employees, change and profile');
  }

  private employee(method: string, company: Company, employeeId: string, verb: string, body: Body): Reply {
    if (method === 'PUT' && verb === '') return [200, company.put({ ...rowIn(body), employeeId })];
    const row = company.get(employeeId);
    if (!row) throw new ControlError(404, `${company.name} has no employee ${employeeId}`);
    if (method === 'GET') return [200, row];
    if (method === 'DELETE') return [200, { removed: company.remove(employeeId) }];
    if (method === 'POST' && verb === 'leave') {
      const leavingDate = textIn(body, 'leavingDate') ?? new Date().toISOString().slice(0, 10);
      return [200, company.put({ ...row, status: '2', leavingDate, reasonForLeaving: 'Resignation' })];
    }
    if (method === 'POST' && verb === 'rename') {
      const to = textIn(body, 'to');
      if (to === undefined || to === '') throw new ControlError(400, 'to must be the new employee id');
      return [200, company.rename(employeeId, to)];
    }
    throw new ControlError(405, 'an employee takes GET, PUT, DELETE, POST leave and POST rename');
  }

  private order(body: Body): Reply {
    const fault = faultNames.find((name) => name === body['fault']);
    if (!fault) throw new ControlError(400, `fault must be one of ${faultNames.join(', ')}`);
    const key = textIn(body, 'key');
    if (key === undefined) throw new ControlError(400, 'key must say whose calls are to fail');
    const at = numberIn(body, 'at', 0, 2 ** 31);
    const ms = numberIn(body, 'ms', 0, 600_000);
    this.faults.order({
      fault,
      key: key.toLowerCase(),
      times: body['times'] === null ? null : (numberIn(body, 'times', 1, 1_000_000) ?? 1),
      ...(at === undefined ? {} : { at }),
      ...(ms === undefined ? {} : { ms }),
      ...(typeof body['isError'] === 'boolean' ? { isError: body['isError'] } : {}),
    });
    return [201, { fault, key }];
  }

  private clear(): Reply {
    this.faults.clear();
    return [200, {}];
  }

  private limits(body: Body): Reply {
    this.tenancy.perMinute = numberIn(body, 'perMinute', 1, 1_000_000) ?? this.tenancy.perMinute;
    return [200, { perMinute: this.tenancy.perMinute }];
  }

  private point(key: string, body: Body): Reply {
    this.tenancy.point(key.toLowerCase(), this.companyOf(String(numberIn(body, 'companyId', 0, 2 ** 31) ?? '')));
    return [200, { key }];
  }

  private companyOf(id: string): Company {
    const company = this.tenancy.company(Number(id));
    if (!company) throw new ControlError(404, `there is no company ${id}`);
    return company;
  }
}
