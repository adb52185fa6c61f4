/** The page for somebody who opens the simulator in a browser. */
export function welcomePage(url: string, key: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>PeopleHR simulator</title>
<style>body{font:16px/1.5 system-ui;max-width:46rem;margin:3rem auto;padding:0 1rem}code,pre{background:#f0f0ec;border-radius:6px;padding:.15rem .4rem}pre{padding:1rem;overflow:auto}</style></head><body>
<h1>PeopleHR simulator</h1>
<p>It answers, and lies, like the real PeopleHR. The demo company <strong>Northwind Tiles</strong> has 120 people, six of them leavers.
Its API key is <code>${key}</code>.</p>
<p>Let something happen, then sync again:</p>
<pre>curl -X POST ${url}/_simulator/companies/66446/employees/NT010/leave
curl -X PUT  ${url}/_simulator/companies/66446/employees/NT011 -d '{"jobRole":"Head of Glazes"}'
curl -X POST ${url}/_simulator/faults -d '{"key":"${key}","fault":"html-502","times":1}'</pre>
<p>More is in the simulator's README.</p></body></html>`;
}
