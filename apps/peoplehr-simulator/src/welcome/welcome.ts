import { demoCompanyId, demoKey } from '../companies/demo-company';
import type { SimulatedPeopleHr } from '../simulated-peoplehr';
import { escaped } from './escaped';
import { scenarioList } from './scenario-list';
import { pageScript } from './page-script';
import { pageStyle } from './page-style';

/** The page for somebody who opens the simulator in a browser, to show what a sync makes of it. */
export function welcomePage(url: string, peopleHr: SimulatedPeopleHr): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>PeopleHR simulator</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"><style>${pageStyle}</style></head><body><main>
<h1>PeopleHR simulator</h1>
<p>It answers, and lies, like the real PeopleHR. Nobody in it exists.</p>
${peopleHr.demo ? demoPart(url) : ''}${companyPart(peopleHr)}${scenarioList(url)}
<p>See <a href="/_simulator/companies">the companies and their keys</a>, <a href="/_simulator/calls">who called</a> and
<a href="/_simulator/faults">what will go wrong</a>. More is in the simulator's README.</p>
</main><script>${pageScript}</script></body></html>`;
}

/** Which company the buttons are about, with its key to copy; one of 180 people is made by a click. */
function companyPart({ directory }: SimulatedPeopleHr): string {
  const options = directory.all().map((company) => {
    const keys = directory.keysOf(company).join(' ');
    const label = `${company.name}, ${company.size} people`;
    return `<option value="${company.id}" data-keys="${escaped(keys)}">${escaped(label)}</option>`;
  });
  return `<h2>Let something happen, then sync</h2>
<p><label for="company">In the company</label> <select id="company">${options.join('')}</select>
<button type="button" id="reset">Make it as it was on its first day</button>
<button type="button" id="make">Make a new company of 180</button></p>
<p>Its API key: <code id="key"></code></p><p id="told" role="status"></p>`;
}

const demoPart = (url: string): string => `<p>The demo company <strong>Northwind Tiles</strong> has
<a href="/_simulator/companies/${demoCompanyId}">120 people</a>, six of them leavers. Its API key is <code>${demoKey}</code>.</p>
<details><summary>From a terminal</summary>
<pre># somebody leaves
curl -X POST ${url}/_simulator/companies/${demoCompanyId}/employees/NT010/leave
# somebody gets another job
curl -X PUT ${url}/_simulator/companies/${demoCompanyId}/employees/NT011 -d '{"jobRole":"Head of Glazes"}'
# somebody starts
curl -X PUT ${url}/_simulator/companies/${demoCompanyId}/employees/NT200 -d '{"firstName":"Ada","lastName":"Thorne","email":"ada.thorne@northwind-tiles.example"}'
# PeopleHR is down for one call
curl -X POST ${url}/_simulator/faults -d '{"key":"${demoKey}","fault":"html-502"}'
# as it was
curl -X POST ${url}/_simulator/companies/${demoCompanyId}/reset</pre></details>
`;
