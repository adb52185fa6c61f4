import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';

/** One way to answer a request. */
export type Answer = (response: ServerResponse) => void;

/** A request as it came. */
export interface Asked {
  readonly key: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A PeopleHR with a row of answers per key, the last of which is given for ever. */
export class FakePeopleHr {
  private readonly answers = new Map<string, Answer[]>();
  readonly asked: Asked[] = [];
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      const key = String(typeof body === 'object' && body !== null ? Reflect.get(body, 'APIKey') : '');
      this.asked.push({ key, headers: request.headers, body });
      const answers = this.answers.get(key) ?? [];
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer) answer(response);
      else response.writeHead(404).end();
    });
  });

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  }

  will(key: string, ...answers: Answer[]): void {
    this.answers.set(key, answers);
  }

  calls(key: string): number {
    return this.asked.filter((one) => one.key === key).length;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

export const says =
  (envelope: object, httpStatus = 200): Answer =>
  (response) => {
    response.writeHead(httpStatus, { 'content-type': 'application/json' }).end(JSON.stringify(envelope));
  };

export const writes =
  (body: string | Buffer, httpStatus = 200, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(httpStatus, headers).end(body);
  };

/** The envelope of a good answer. */
export const listing = (...employees: object[]) => ({ isError: false, Status: 0, Message: 'ok', Result: employees });

/** The envelope of a business error. */
export const refusal = (Status: number, Message: string) => ({ isError: true, Status, Message, Result: '' });

export const throttled = {
  isError: false,
  Status: 0,
  Message: 'API calls will be limited to a 50 per minute',
  Result: '',
};

const wrapped = (value: string) => ({ DisplayValue: value, FieldHistory: [] });

/** Somebody invented, with canaries in what must never leave. */
export const worker = (id: string, extra: object = {}) => ({
  EmployeeId: wrapped(id),
  FirstName: wrapped('Ines'),
  LastName: wrapped(id),
  EmailId: wrapped(`${id}@Northwind-Tiles.example`),
  EmployeeStatus: { DisplayValue: '1' },
  DateOfBirth: wrapped('CANARY-BIRTH'),
  NISNumber: wrapped('CANARY-NI'),
  ContactDetail: { Address: wrapped('CANARY-ADDRESS'), Mobile: wrapped('CANARY-PHONE') },
  BankDetail: { AccountNumber: wrapped('CANARY-BANK'), AccountName: wrapped('CANARY-BANK') },
  ...extra,
});
