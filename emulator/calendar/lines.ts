import { invalidContent } from "../documents/errors";

/** A line such as `DTSTART;TZID=Europe/Berlin:20260102T090000`. */
export interface Line {
  name: string;
  parameters: Record<string, string>;
  value: string;
}

/** A part of a calendar, from `BEGIN:` to `END:`. */
export interface Component {
  name: string;
  lines: Line[];
  components: Component[];
}

const lineForm = /^([\w-]+)((?:;[\w-]+=(?:"[^"]*"|[^";:]*))*):(.*)$/;
const parameterForm = /;([\w-]+)=(?:"([^"]*)"|([^";:]*))/g;

/** The outermost component of an iCalendar text. https://www.rfc-editor.org/rfc/rfc5545 */
export function parseCalendar(text: string): Component {
  const root: Component = { name: "", lines: [], components: [] };
  const open = [root];
  for (const line of unfold(text).map(parseLine)) {
    const current = open.at(-1) as Component;
    if (line.name === "BEGIN") {
      const component = { name: line.value.trim().toUpperCase(), lines: [], components: [] };
      current.components.push(component);
      open.push(component);
    } else if (line.name === "END") {
      if (current.name !== line.value.trim().toUpperCase()) throw invalidContent(`END:${line.value} ends nothing.`);
      open.pop();
    } else {
      current.lines.push(line);
    }
  }
  if (open.length > 1) throw invalidContent(`The calendar ends within ${open.at(-1)?.name}.`);
  const [calendar, ...others] = root.components;
  if (calendar?.name !== "VCALENDAR" || others.length > 0 || root.lines.length > 0) {
    throw invalidContent("A calendar begins with BEGIN:VCALENDAR and ends with END:VCALENDAR.");
  }
  return calendar;
}

export function lineOf({ lines }: Component, name: string): Line | undefined {
  return lines.find((line) => line.name === name);
}

/** Long lines go on in the next one, after a space or tab. */
function unfold(text: string): string[] {
  return text
    .replace(/\r?\n[ \t]/g, "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
}

function parseLine(text: string): Line {
  const [, name = "", parameters = "", value = ""] = lineForm.exec(text) ?? [];
  if (name === "") throw invalidContent(`'${text}' is no line of a calendar.`);
  const pairs = [...parameters.matchAll(parameterForm)].map(([, key = "", quoted, plain]) => [
    key.toUpperCase(),
    quoted ?? plain,
  ]);
  return { name: name.toUpperCase(), parameters: Object.fromEntries(pairs), value };
}
