package picture

const pageHead = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%s</title>
<style>%s</style>
</head>
<body>
`

const style = `
:root{color-scheme:light dark;--bg:#fbfbf9;--fg:#1d1f22;--dim:#5c6168;--line:#d9dade;--same:#c9ced6;--on:#1d1f22;
--added:#7fd0a2;--omitted:#f2938a;--replaced:#d9a0e4;--moved:#86b8ee;--retimed:#f0bd74;--slipped:#75ccd5;--trimmed:#cfd267;--transition:#b6aef2;--colour:#eea4c9}
@media (prefers-color-scheme:dark){:root{--bg:#15171a;--fg:#e9eaec;--dim:#a3a8b0;--line:#33373d;--same:#444a53;--on:#f1f2f4;
--added:#3fbf7a;--omitted:#ef6a5f;--replaced:#cc7fdc;--moved:#56a3f0;--retimed:#f0a445;--slipped:#35bccb;--trimmed:#b9be46;--transition:#9c92f5;--colour:#ea7fb2}}
body{margin:0;padding:24px;background:var(--bg);color:var(--fg);font:14px/1.45 system-ui,sans-serif}
h1{font-size:20px;margin:0 0 4px}h2{font-size:16px}.sum{margin:0 0 16px;color:var(--dim)}.sum b{color:var(--fg)}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:8px;padding:4px 0;margin-bottom:20px}
.whole{display:block;width:100%;height:84px;margin-bottom:10px}.bar{fill:var(--same);opacity:.6}
a{color:inherit;text-decoration-color:var(--dim);text-underline-offset:2px}a:hover{text-decoration-thickness:2px}.whole a:focus-visible rect{stroke:var(--fg);stroke-width:6}
.e:target rect{stroke:var(--fg);stroke-width:2.5}.moves{list-style:none;padding:0;margin:0 0 20px}
.scroll:focus-visible{outline:2px solid var(--moved)}
svg text{font:11px ui-monospace,monospace;fill:var(--on)}svg text.tc{fill:var(--dim);font-size:10px}
.e:not(.same) text{fill:#17191c}.e rect{fill:var(--same)}.r{fill:var(--same);opacity:.35}.r:hover{opacity:.9}.e:hover rect{stroke:var(--fg);stroke-width:1.5}
.added rect{fill:var(--added)}.omitted rect{fill:var(--omitted)}.replaced rect{fill:var(--replaced)}.moved rect{fill:var(--moved)}
.retimed rect{fill:var(--retimed)}.slipped rect{fill:var(--slipped)}.trimmed rect,.split rect,.merged rect{fill:var(--trimmed)}
.transition rect,.layer rect{fill:var(--transition)}.colour rect{fill:var(--colour)}
.r.replaced{fill:var(--replaced);opacity:.5}.r.moved{fill:var(--moved);opacity:.6}.r.retimed{fill:var(--retimed);opacity:.5}.r.slipped{fill:var(--slipped);opacity:.5}
.r.trimmed,.r.split,.r.merged{fill:var(--trimmed);opacity:.5}.r.transition,.r.layer{fill:var(--transition);opacity:.5}.r.colour{fill:var(--colour);opacity:.5}
.legend{display:flex;flex-wrap:wrap;gap:6px 16px;list-style:none;padding:0;margin:0 0 10px;color:var(--dim)}
.key{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:6px;background:var(--same)}
.key.added{background:var(--added)}.key.omitted{background:var(--omitted)}.key.replaced{background:var(--replaced)}.key.moved{background:var(--moved)}
.key.retimed{background:var(--retimed)}.key.slipped{background:var(--slipped)}.key.trimmed,.key.split,.key.merged{background:var(--trimmed)}
.key.transition,.key.layer{background:var(--transition)}.key.colour{background:var(--colour)}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:0 0 8px}
th,td{text-align:left;padding:5px 10px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--dim);font-weight:500}
td.tc,code{font-family:ui-monospace,monospace;font-size:12.5px;white-space:nowrap}td.n{text-align:right}
@media print{body{padding:0}.scroll{overflow:visible;border:0}.scroll svg{max-width:100%;height:auto}tr{break-inside:avoid}}
`
