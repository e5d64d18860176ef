/** The report's look. Colours: Okabe and Ito's, told apart by colour-blind readers too. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --page: #fdfdfc; --ink: #1c1f23; --soft: #5c646e; --rule: #d9dde2;
  --panel: #f3f5f7; --relu: #0067a8; --linear: #c04f00; --linear-half: #007a5a; --link: #0067a8; }
@media (prefers-color-scheme: dark) {
  :root { --page: #14171b; --ink: #e7eaee; --soft: #a0a9b4; --rule: #343b44; --panel: #1d2228;
    --relu: #56b4e9; --linear: #f0a030; --linear-half: #2cc59a; --link: #7cc4f0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 16px; letter-spacing: -0.01em; }
h2 { font-size: 20px; margin: 44px 0 8px; }
p { margin: 0 0 12px; max-width: 44em; }
a { color: var(--link); }
figure { margin: 20px 0 0; }
figure svg { display: block; max-width: 100%; height: auto; overflow: visible; }
figcaption { color: var(--soft); font-size: 14px; margin-top: 8px; max-width: 52em; }
.narrow { display: none; }
table { border-collapse: collapse; width: 100%; margin: 12px 0; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 8px 12px; border-bottom: 1px solid var(--rule);
  vertical-align: top; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th, thead td { border-bottom: 2px solid var(--ink); }
tbody th { font-weight: 400; color: var(--soft); }
.whole { white-space: nowrap; }
.key::before { content: ''; display: inline-block; width: 18px; height: 4px; margin-right: 8px;
  vertical-align: middle; border-radius: 2px; background: var(--colour); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 20px; margin: 12px 0 24px;
  padding: 16px 20px; background: var(--panel); border-radius: 8px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.download { display: inline-block; padding: 9px 18px; border: 1px solid var(--link);
  border-radius: 6px; text-decoration: none; }
.download:hover { background: var(--panel); }
@media (max-width: 640px) {
  main { padding: 24px 16px 48px; }
  h1 { font-size: 25px; }
  .wide { display: none; } .narrow { display: block; }
  table { font-size: 12.5px; } th, td { padding: 7px 0 7px 8px; }
  .whole { white-space: nowrap; }
.key::before { display: block; margin: 0 0 6px auto; }
  tbody th .whole { white-space: normal; }
  dl { padding: 14px 16px; gap: 4px 14px; font-size: 14px; } }
@media print { .download { display: none; } }
`;
