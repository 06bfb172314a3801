import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/*
 * `npm run demo | npx ts-node tools/picture.ts 3 5` draws chapters 3 to 5 of the demonstration as the terminal of
 * `docs/demo.svg`, the picture of the README.
 */

const COLUMN = 8.43;
const LINE = 20;
const MARGIN = 24;
const BAR = 36;

const fonts = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** How a line looks, by what it is. */
const STYLES = [
  { is: /^\d+\. /, style: 'fill="#ffffff" font-weight="bold"' },
  { is: /^ {3}\$ /, style: 'fill="#7fd1ff"' },
  { is: /^ {5,}/, style: 'fill="#9da7b3"' },
  { is: /./, style: 'fill="#d7dde4"' },
];

export function picture(printed: string, first: number, last: number): string {
  const lines = chapters(printed, first, last);
  const width = Math.ceil(Math.max(...lines.map((line) => [...line].length)) * COLUMN + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN + BAR;
  const text = lines.flatMap((line, index) => {
    if (line === "") return [];
    const { style } = STYLES.find(({ is }) => is.test(line)) as (typeof STYLES)[number];
    return `  <text x="${MARGIN}" y="${BAR + MARGIN + index * LINE + 4}" ${style}>${escaped(line)}</text>`;
  });
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map(
    (fill, index) => `  <circle cx="${MARGIN + index * 22}" cy="20" r="6" fill="${fill}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
      `font-family="${fonts}" font-size="14" role="img" aria-label="The output of npm run demo">`,
    "  <style>text { white-space: pre }</style>",
    `  <rect width="${width}" height="${height}" rx="10" fill="#12181f"/>`,
    ...dots,
    ...text,
    "</svg>\n",
  ].join("\n");
}

/** The lines of some chapters, by their numbers. */
function chapters(printed: string, first: number, last: number): string[] {
  const lines = printed.split("\n").map((line) => line.trimEnd());
  const beginOf = (number: number) => lines.findIndex((line) => line.startsWith(`${number}. `));
  const [begin, end] = [beginOf(first), beginOf(last + 1)];
  if (begin < 0 || end < begin) throw new Error(`there are no chapters ${first} to ${last} in what was printed`);
  return lines.slice(begin, end).join("\n").trim().split("\n");
}

const escaped = (line: string) => line.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

if (require.main === module) {
  const [first, last] = process.argv.slice(2).map(Number);
  const drawn = picture(readFileSync(0, "utf8"), first || 3, last || 5);
  writeFileSync(join(__dirname, "../docs/demo.svg"), drawn);
}
