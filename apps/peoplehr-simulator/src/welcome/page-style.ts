/** The page's style. */
export const pageStyle = `
body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1c1c1a;background:#fff}
main{max-width:56rem;margin:2rem auto;padding:0 1rem}
code,pre{background:#f0f0ec;border-radius:6px;padding:.1rem .35rem;font-size:.85em;overflow-wrap:anywhere}
pre{padding:1rem;overflow:auto}code b{font-weight:inherit}
ul{list-style:none;padding:0}li{display:grid;grid-template-columns:16rem minmax(0,1fr);gap:1rem;padding:.5rem 0;border-top:1px solid #ddd}
@media(max-width:40rem){li{grid-template-columns:1fr;gap:.25rem}}
button,select{font:inherit;padding:.3rem .7rem;border:1px solid #555;border-radius:6px;background:#fff;text-align:left}
button{cursor:pointer;align-self:start}button:hover{background:#f0f0ec}
code.call{display:block;margin-top:.25rem;white-space:nowrap;overflow-x:auto;overflow-wrap:normal}
#told{position:sticky;top:0;margin:0;padding:.75rem 0;min-height:1.5rem;font-weight:600;background:#fff}#told.wrong{color:#a11}`;
