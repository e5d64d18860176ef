import { PAGE_STYLE } from '../page-style.js';
import { DARK, LIGHT } from './colours.js';

/** The reports' look, and what tables, figures and paper need beyond it. */
export const PHASE_STYLE = `${PAGE_STYLE}
:root { ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { --page: #14171b; --ink: #e7eaee; --soft: #a0a9b4; --rule: #343b44; ${DARK} } }
h1 { text-wrap: balance; }
.lead { font-size: 17px; }
figure { margin: 12px 0 0; }
.figure { color: var(--ink); }
.buttons { display: none; gap: 8px; margin-top: 10px; }
.scripted .buttons { display: flex; }
button { font: inherit; font-size: 14px; color: var(--link); background: none; padding: 4px 12px;
  border: 1px solid var(--rule); border-radius: 6px; cursor: pointer; }
button:hover { background: var(--panel); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.scroll { overflow-x: auto; }
.scroll table { font-size: 14px; }
.scroll th, .scroll td { white-space: nowrap; padding: 5px 10px; }
.scroll thead th { vertical-align: bottom; }
.scroll .name { text-align: left; }
summary { cursor: pointer; color: var(--link); padding: 6px 0; }
.downloads { display: flex; flex-wrap: wrap; gap: 10px; margin: 16px 0 0; }
@media (max-width: 640px) { .scroll table { font-size: 12.5px; } .scroll th, .scroll td { padding: 5px 7px; } }
@page { margin: 14mm; }
@media print {
  :root { color-scheme: light; ${LIGHT} --panel: #f3f5f7; --link: #0067a8; --page: #fff; }
  main { max-width: none; padding: 0; }
  h2 { break-after: avoid; margin-top: 28px; }
  section { break-inside: avoid; }
  section.long { break-inside: auto; }
  tr, dl, figure { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  .wide { display: block; } .narrow { display: none; }
  section:has(> details:not([open])), .downloads, .buttons, .scripted .buttons { display: none; }
  svg, .key::before { print-color-adjust: exact; }
}
`;
