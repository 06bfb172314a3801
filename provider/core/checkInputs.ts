import { regionFor } from "./common";
import type { CheckContext, Checked, Failure, Props } from "./handler";
import { ownerText, urnOf } from "./identity";
import { check } from "./properties/check";
import { withDefaults } from "./properties/defaults";
import type { PropertyTable } from "./properties/rows";
import { mergedTags } from "./tags";
import { isUnknown } from "./unknown";

/** What `check` does for every resource: completes the inputs and judges them by their table. */
export async function checkInputs(
  table: PropertyTable,
  olds: Props | undefined,
  news: Props,
  context: CheckContext,
): Promise<Checked> {
  const { settings } = context;
  const inputs = withDefaults(table, { ...news });
  const failures: Failure[] = [];
  const { region, failure } = await regionFor(olds, inputs, settings, context.environmentRegion);
  if (failure) failures.push(failure);
  inputs.region = region;
  if (table.tagsAll) inputs.tagsAll = mergedTags(inputs.tags, settings);
  if (typeof inputs.owner === "string" && !isUnknown(inputs.owner)) {
    inputs.owner = ownerText(settings.namespace, urnOf(inputs.owner)); // with ignoreChanges the old one arrives
  }
  for (const [name, value] of Object.entries(inputs)) if (value === undefined || value === null) delete inputs[name];
  failures.push(...check(table, inputs, { limits: settings.validation }));
  return { inputs, failures: withoutRepeats(failures) };
}

/** `tagsAll` repeats what is wrong with `tags`; what it adds is the stack's doing. */
function withoutRepeats(failures: Failure[]): Failure[] {
  const paths = new Set(failures.map(({ path }) => path));
  return failures.flatMap((failure) => {
    if (!failure.path.startsWith("tagsAll")) return [failure];
    const path = failure.path.replace("tagsAll", "tags");
    return paths.has(path) ? [] : [{ path, reason: `with aws:defaultTags, ${failure.reason}` }];
  });
}
