import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Props } from "../../provider/core/handler";
import { providerText } from "../../provider/hosts/dynamic/text";
import { kinds } from "../contract/kinds";
import type { Fixture } from "./fixture";
import { Stand } from "./stand";

/** What the present build writes. */
export async function write(entry: string, name: string): Promise<Fixture> {
  const kind = kinds[entry]!;
  const { states } = kind;
  const { what, config = {}, args: declared, isRead, fails, meanwhile } = states.cases[name]!;
  const stand = await Stand.open(kind, config);
  try {
    const args = { ...declared, ...(await states.given?.(stand)) };
    if (fails) stand.aws.faults.error(fails, "InternalServerError", { message: "It broke" });
    await stand.up(args).catch((error) => {
      if (!fails) throw error;
    });
    if (meanwhile) {
      await meanwhile(stand);
      await stand.refresh();
    }
    const { id, inputs, outputs, initErrors } = stand.entry!;
    const had = await states.had?.(stand, outputs);
    const text = providerText(entry);
    const left = isRead
      ? { id, outputs: withText((await stand.read(id)).props, text) }
      : { args, id, inputs: withText(inputs, text), outputs: withText(outputs, text), initErrors };
    return JSON.parse(JSON.stringify({ what, config, ...left, ...had }));
  } finally {
    await stand.close();
  }
}

/** A stand with what a release has left; the fixture with the ids that AWS has given since. */
export async function restored(entry: string, stored: Fixture): Promise<{ stand: Stand; fixture: Fixture }> {
  const kind = kinds[entry]!;
  const stand = await Stand.open(kind, stored.config);
  const fixture = (await kind.states.restore?.(stand, stored)) ?? stored;
  const { id, inputs, outputs, initErrors } = fixture;
  stand.put({ id, inputs: withText(inputs), outputs: withText(outputs), initErrors });
  stand.aws.requests.clear();
  return { stand, fixture };
}

/** The simulated engine has a short text in the place of the real one. */
const withText = (props: Props = {}, text = "text"): Props => ({ ...props, __provider: text });

/** The fixture without what differs from run to run. */
export function comparable(fixture: Fixture): unknown {
  const text = JSON.stringify(fixture)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "00000000-0000-0000-0000-000000000000")
    .replace(/oi-[0-9a-f]{12}/g, "oi-000000000000")
    .replace(/"generatedId":"related-item\/(\w+)\/\w+"/g, '"generatedId":"related-item/$1/…"')
    .replace(/"(\w*[tT]ime)":"2026-01-31[^"]+"/g, '"$1":"…"')
    .replace(/request id [0-9a-f-]+/g, "request id …");
  return JSON.parse(text);
}

/** Folders, the latest last. */
export const releases = readdirSync(__dirname, { withFileTypes: true })
  .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));

/** Names of the fixtures that a release has of a kind, which it may not have had yet. */
export function namesOf(release: string, entry: string): string[] {
  const folder = join(__dirname, release, entry);
  return existsSync(folder) ? readdirSync(folder).map((file) => file.replace(/\.json$/, "")) : [];
}

export const read = (release: string, entry: string, name: string): Fixture =>
  JSON.parse(readFileSync(join(__dirname, release, entry, `${name}.json`), "utf8"));
