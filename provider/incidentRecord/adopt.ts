import type { IncidentRecord } from "@aws-sdk/client-ssm-incidents";
import type { Context, Made, Props } from "../core/handler";
import { anotherOwner, readMark } from "../core/mark";
import { apiFor } from "./create";
import { finish } from "./finish";
import { incidentArnIn, planNameIn } from "./reference";
import { fingerprint } from "./requests";

/** Takes over an existing incident, unless it is another resource's. */
export async function adopt(news: Props, context: Context): Promise<Made> {
  const arn = incidentArnIn(String(news.adopt))!;
  const api = apiFor(news, context);
  const record = await api.get(arn);
  const account = await context.clients.callerAccount(api.region);
  if (!record) {
    throw new Error(
      `adopt: there is no incident ${arn} in ${api.region} for account ${account}: name another one, or drop \`adopt\` ` +
        "to have one started",
    );
  }
  const tags = (await api.tags(arn).list()) ?? {};
  const another = anotherOwner(tags, context.owner);
  if (another) {
    throw new Error(
      `adopt: incident ${arn} belongs to ${another}. Nothing was changed. If that resource is no more, remove the tag ` +
        "pulumi-aws-ops:… from the incident and run `pulumi up` again",
    );
  }
  const fixed = differences(arn, record, news);
  if (fixed.length > 0) {
    throw new Error(
      `adopt: incident ${arn} differs from the program in ${fixed.join(", ")}, which AWS cannot change: make the program ` +
        "agree with it, or drop `adopt` to have a new one started",
    );
  }
  context.progress(`adopting ${arn}`);
  const mark = { fingerprint: fingerprint(news), token: readMark(tags, context.owner)?.token ?? "adopted" };
  return finish(api, { arn, record, tags, mark, isNew: false }, news, account, context);
}

/** Properties that cannot be changed and in which the program says something else, as far as AWS tells them. */
function differences(arn: string, { incidentRecordSource: from }: IncidentRecord, news: Props): string[] {
  const trigger = news.triggerDetails as { source?: string; triggerArn?: string } | undefined;
  const isSameTrigger = !trigger || (trigger.source === from?.source && trigger.triggerArn === from?.resourceArn);
  return [
    ...(planNameIn(arn) === planNameIn(String(news.responsePlanArn)) ? [] : ["responsePlanArn"]),
    ...(isSameTrigger ? [] : ["triggerDetails"]),
  ];
}
