/** What the person at the terminal needs next. */
export interface Welcome {
  readonly http: string;
  readonly grpc: string;
  readonly peoplehr: string;
  /** Opens the console, signed in, once and within ten minutes. */
  readonly link: string;
  /** undefined when the real PeopleHR is used. */
  readonly demoKey: string | undefined;
  readonly readyFile: string;
  /** Where everything stays. */
  readonly data: string;
}

/** The text that `npm start` prints when everything answers. */
export function welcomeText(welcome: Welcome): string {
  const key = welcome.demoKey === undefined ? 'your PeopleHR API key' : `the demo key  ${welcome.demoKey}`;
  return `
PeopleSync is ready.

  Open      ${welcome.link}
            (once, within ten minutes; \`npm run link\` prints a new one)
  Paste     ${key}

  In the page: 1. Profile, Integrations tab, paste the key  2. 'Setup PeopleHR integration'
               3. People  4. 'Sync PeopleHR'

  HTTP      ${welcome.http}   (interface: ${welcome.http}/openapi.json)
  gRPC      ${welcome.grpc}   (wethrive.peoplesync.v1.PeopleSync)
  PeopleHR  ${welcome.peoplehr}${welcome.demoKey === undefined ? '' : '   (simulator with a demo company)'}
  Token     the field "token" of ${welcome.readyFile} (platform role)

Ctrl-C stops it. The data stay in ${welcome.data}
`;
}
