// A page that is one file: style, charts and script inside, readable without a network.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pageScript } from './page-script.js';
import { pageStyle } from './page-style.js';
import { escapeXml } from './plot.js';
import type { Chart } from './run-data.js';

export interface PageContent {
  title: string;
  /** HTML; the charts, if there are any, are drawn into its element with the id `charts`. */
  body: string;
  charts?: readonly Chart[];
  /** Style sheet of what this page alone has. */
  style?: string;
}

export function htmlPage({ title, body, charts = [], style = '' }: PageContent): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>${charts.length > 0 ? asset('uPlot.min.css') : ''}${pageStyle}${style}</style>
</head>
<body>
<main>
${body}
</main>
${charts.length > 0 ? drawing(charts) : ''}</body>
</html>
`;
}

/** The scripts that draw the charts. */
function drawing(charts: readonly Chart[]): string {
  return `<script>${inlineScript(asset('uPlot.iife.min.js'))}</script>
<script>
"use strict";
(${inlineScript(pageScript.toString())})(${inlineData(charts)}, uPlot);
</script>
`;
}

function asset(name: string): string {
  return readFileSync(createRequire(import.meta.url).resolve(`uplot/dist/${name}`), 'utf8');
}

/** Text inside a script element must not end it. */
function inlineScript(code: string): string {
  return code.replace(/<(?=\/script|!--)/gi, '\\u003c');
}

/** A value as JavaScript, in which names from files cannot end the script element. */
function inlineData(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
