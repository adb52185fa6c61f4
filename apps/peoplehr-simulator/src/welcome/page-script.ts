/** What the page's buttons do: the same calls that stand beside them. It puts no text into the page as HTML. */
export const pageScript = `
const byId = (id) => document.getElementById(id);
const company = byId('company');
const path = () => '/_simulator/companies/' + company.value;
function showCompany() {
  const chosen = company.selectedOptions[0];
  byId('key').textContent = (chosen && chosen.dataset.keys) || 'none now: it was led to another company';
  for (const id of document.querySelectorAll('.id')) id.textContent = company.value;
}
function tell(text, wrong) {
  byId('told').textContent = text;
  byId('told').className = wrong ? 'wrong' : '';
}
async function call(url, body, sentence) {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body || {}) });
  const answer = await response.json();
  tell(response.ok ? sentence(answer) : 'Not done: ' + answer.error, !response.ok);
  return response.ok ? answer : undefined;
}
company.addEventListener('change', showCompany);
document.addEventListener('click', (event) => {
  const name = event.target.dataset && event.target.dataset.scenario;
  if (!name) return;
  call(path() + '/scenarios/' + name, {}, ({ sentence, employees }) =>
    'Done. ' + sentence + (employees.length ? ' It is about ' + employees.slice(0, 8).join(', ') +
      (employees.length > 8 ? ' and ' + (employees.length - 8) + ' more.' : '.') : ''));
});
byId('reset').addEventListener('click', () => call(path() + '/reset', {}, () => 'Done. The company is as on its first day.'));
byId('make').addEventListener('click', async () => {
  const made = await call('/_simulator/companies', { kind: 'tile-maker', employees: 180, name: 'Severn Tiles' },
    ({ name, key }) => 'Done. ' + name + ' has the API key ' + key + '.');
  if (!made) return;
  const option = new Option(made.name + ', ' + made.employees + ' people', made.companyId, true, true);
  option.dataset.keys = made.key;
  company.add(option);
  showCompany();
});
showCompany();`;
