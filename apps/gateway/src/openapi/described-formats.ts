import type { OpenAPIObject } from '@nestjs/swagger';
import { CSV_BOM } from '../csv/csv-writer';
import { csvHeader } from '../people/people-csv';
import { planCsvHeader } from '../plans/plan-csv';
import { problemCsvHeader } from '../problems/problem-csv';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Content = Readonly<Record<string, { schema?: object; example?: unknown }>>;

/** The first line of each file, by the operation that answers with it. */
const headers: Readonly<Record<string, string>> = {
  listPeople: csvHeader,
  getPlan: planCsvHeader,
  listProblems: problemCsvHeader,
  Problems_ofSync: problemCsvHeader,
};

/** Says of what is no JSON what it is: a file, or a stream of events. */
export function describeFormats(document: OpenAPIObject): OpenAPIObject {
  for (const { get, post } of Object.values(document.paths)) {
    for (const operation of [get, post]) if (operation) describe(operation);
  }
  return document;
}

function describe({ operationId = '', requestBody, responses }: Operation): void {
  if (requestBody && !('$ref' in requestBody)) asked(requestBody.content);
  for (const response of Object.values(responses)) {
    if (response && !('$ref' in response) && response.content) answered(operationId, response.content);
  }
}

function asked({ 'text/csv': csv }: Content): void {
  if (!csv) return;
  csv.schema = { type: 'string', description: 'A line of column names, then one line a person; UTF-8 or UTF-16' };
  csv.example = 'email,name,orgEmployeeId\r\ntess.moss@northwind-tiles.example,Tess Moss,T1\r\n';
}

function answered(operationId: string, content: Content): void {
  const { 'text/csv': csv, 'text/event-stream': events, 'text/plain': note, 'application/json': json } = content;
  if (csv) {
    const header = headers[operationId];
    if (header === undefined) throw new Error(`it is not said with which line the file of ${operationId} begins`);
    csv.schema = {
      type: 'string',
      description:
        'RFC 4180 in UTF-8, with a byte order mark: a line of column names, then the lines of all pages. An empty field is null. What a spreadsheet would take for a formula begins with an apostrophe',
    };
    csv.example = header.replace(CSV_BOM, '');
  }
  if (note) {
    note.schema = { type: 'string', description: '`note` of the JSON, alone' };
    note.example = Reflect.get(Object(json?.example), 'note');
  }
  if (events) {
    const { schema } = events;
    events.schema = {
      type: 'string',
      description:
        'Server-sent events. Each has an `id`, which Last-Event-ID takes, `retry` in milliseconds, and as `data` one line of JSON as contentSchema has it. One with `retry` and no `data` is the last of a stream that ends early; lines that begin with a colon say that the line is alive',
      ...{ contentMediaType: 'application/json', contentSchema: schema },
    };
    events.example = 'id: gr4kx0\nretry: 1000\ndata: {"syncId":"…","status":"held",…}\n\n: nothing new\n\n';
  }
}
