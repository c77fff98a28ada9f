/** Seen in the place of a page while more is asked than anybody asks; loads again by itself when it may. */
export function tooManyPage(requestId: string, seconds: number): string {
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="${seconds}"><title>KeneyApp</title></head>
<body><main><h1>Trop de demandes</h1><p>Trop de pages ont été demandées depuis ce poste. Cette page se recharge toute seule dans ${seconds} s.</p>
<div lang="en"><h2>Too many requests</h2><p>Too many pages were asked for from this workstation. This page reloads by itself in ${seconds} s.</p></div>
<p><small>${requestId}</small></p></main></body></html>`;
}
