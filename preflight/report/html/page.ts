import { createHash } from "node:crypto";
import type { ReportData } from "./data";
import { escaped, jsonOf } from "./text";

/** The page's own script and style, which are the only ones that it lets run. */
export interface ClientFiles {
  script: string;
  style: string;
}

/** The whole page: what it shows is in the data, and is put together by its script. */
export function pageOf(data: ReportData, { script, style }: ClientFiles): string {
  const title = escaped(`${data.project} ${data.stack}`);
  // A script that is data is not run, so that the policy need not name it.
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title} – architecture and controls</title>
<style>${style}</style>
</head>
<body>
<noscript><p>This report is put together by the script that it brings along: allow it to run. Nothing is loaded from anywhere.</p></noscript>
<script type="application/json" id="data">${jsonOf(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
