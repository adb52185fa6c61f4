import { demoCompanyId, demoKey } from '../companies/demo-company';

/** The page for somebody who opens the simulator in a browser. @param demo whether there is a demo company */
export function welcomePage(url: string, demo: boolean): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>PeopleHR simulator</title>
<style>body{font:16px/1.5 system-ui;max-width:46rem;margin:3rem auto;padding:0 1rem}code,pre{background:#f0f0ec;border-radius:6px;padding:.15rem .4rem}pre{padding:1rem;overflow:auto}</style></head><body>
<h1>PeopleHR simulator</h1>
<p>It answers, and lies, like the real PeopleHR. Nobody in it exists.</p>
${demo ? demoPart(url) : ''}<p>See <a href="/_simulator/companies">the companies and their keys</a>, <a href="/_simulator/calls">who called</a> and
<a href="/_simulator/faults">what will go wrong</a>. More is in the simulator's README.</p></body></html>`;
}

const demoPart = (url: string): string => `<p>The demo company <strong>Northwind Tiles</strong> has
<a href="/_simulator/companies/${demoCompanyId}">120 people</a>, six of them leavers. Its API key is <code>${demoKey}</code>.</p>
<p>Let something happen, then sync again:</p>
<pre># somebody leaves
curl -X POST ${url}/_simulator/companies/${demoCompanyId}/employees/NT010/leave
# somebody gets another job
curl -X PUT ${url}/_simulator/companies/${demoCompanyId}/employees/NT011 -d '{"jobRole":"Head of Glazes"}'
# somebody starts
curl -X PUT ${url}/_simulator/companies/${demoCompanyId}/employees/NT200 -d '{"firstName":"Ada","lastName":"Thorne","email":"ada.thorne@northwind-tiles.example"}'
# PeopleHR is down for one call
curl -X POST ${url}/_simulator/faults -d '{"key":"${demoKey}","fault":"html-502"}'
# as it was
curl -X POST ${url}/_simulator/companies/${demoCompanyId}/reset</pre>
`;
