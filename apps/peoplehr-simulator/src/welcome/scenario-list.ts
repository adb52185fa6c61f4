import { demoCompanyId } from '../companies/demo-company';
import { scenarioGroups, type Scenario } from '../scenarios/scenario';
import { scenarios } from '../scenarios/scenarios';
import { escaped } from './escaped';

/** All scenarios under their headings, each with a button, its sentence and the call to copy. */
export function scenarioList(url: string): string {
  const groups = scenarioGroups.map((group) => {
    const rows = scenarios.filter((one) => one.group === group).map((one) => row(url, one));
    return `<h3>${escaped(group)}</h3><ul>${rows.join('')}</ul>`;
  });
  return groups.join('\n');
}

function row(url: string, { name, sentence, after }: Scenario): string {
  const first = after === undefined ? '' : ` <em>First apply ${after} and sync.</em>`;
  const call = `curl -X POST ${url}/_simulator/companies/<b class="id">${demoCompanyId}</b>/scenarios/${name}`;
  const words = name.replaceAll('-', ' ');
  return `<li><button type="button" data-scenario="${name}">${words.slice(0, 1).toUpperCase()}${words.slice(1)}</button>
<span>${escaped(sentence)}${first}<code class="call">${call}</code></span></li>`;
}
