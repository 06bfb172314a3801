import type { SSMClient } from "@aws-sdk/client-ssm";
import {
  DeleteIncidentRecordCommand,
  DeleteResponsePlanCommand,
  DeleteTimelineEventCommand,
  GetResponsePlanCommand,
  type RelatedItem,
  type RelatedItemsUpdate,
  type StartIncidentInput,
  UpdateRelatedItemsCommand,
  UpdateReplicationSetCommand,
  UpdateResponsePlanCommand,
  UpdateTimelineEventCommand,
} from "@aws-sdk/client-ssm-incidents";
import {
  type Aws,
  addNote,
  createPlan,
  eventOf,
  itemsOf,
  linkTo,
  type Owner,
  owner,
  recordOf,
  setOf,
  start,
  update,
} from "./incidents";
import { codeOf } from "./support";

const invalid = "ValidationException";
const conflict = "ConflictException";
const absent = "ResourceNotFoundException";

type Observe = (us: Owner, aws: Aws) => Promise<unknown>;

/** Lets an account of its own observe. */
const by = (observe: Observe) => (_: SSMClient, aws: Aws) => observe(owner(aws), aws);

const startedTwice =
  (...inputs: [Partial<StartIncidentInput>, Partial<StartIncidentInput>]): Observe =>
  async (us) => {
    const first = await start(us, inputs[0]);
    const second = start(us, inputs[1]);
    const code = await codeOf(second);
    if (code !== "success") return code;
    return (await second) === first ? "same incident" : "another incident";
  };

const changeItems = ({ client }: Owner, incidentRecordArn: string, relatedItemsUpdate: RelatedItemsUpdate) =>
  codeOf(client.send(new UpdateRelatedItemsCommand({ incidentRecordArn, relatedItemsUpdate })));

const links = (count: number) => Array.from({ length: count }, (_, index) => linkTo(`https://example.com/${index}`));
const link = linkTo("https://example.com");

const changeRegions = async ({ client }: Owner, action: object) => {
  const { arn } = await setOf(client);
  return codeOf(client.send(new UpdateReplicationSetCommand({ arn, actions: [action as never] })));
};

const trigger = { source: "monitor", timestamp: new Date(0), triggerArn: "arn:aws:s3:::bucket" };
const generatedId = `related-item/OTHER/${"0".repeat(32)}`;

/** What shows the answers to the open questions about Incident Manager, and what is seen under each. */
export const incidentCases = {
  withoutReplicationSet: {
    observe: by(async ({ account, plan }, aws) => {
      const client = aws.incidents(account, { region: "us-west-2" });
      const codes = [codeOf(createPlan(client, "other")), codeOf(start({ ...owner(aws), client, plan }))];
      return Promise.all(codes);
    }),
    under: { [absent]: [absent, absent], [invalid]: [invalid, invalid] },
  },
  pendingReplicationSet: {
    observe: by(async (us) => {
      await changeRegions(us, { addRegionAction: { regionName: "us-west-2" } });
      return [await codeOf(createPlan(us.client, "other")), await codeOf(start(us))];
    }),
    under: { [conflict]: [conflict, conflict], [invalid]: [invalid, invalid] },
  },
  youngRegion: {
    observe: by((us) => changeRegions(us, { deleteRegionAction: { regionName: "eu-west-1" } })),
    under: { [invalid]: invalid, [conflict]: conflict },
  },
  clientTokenOfOtherInput: {
    observe: by(startedTwice({ clientToken: "t" }, { clientToken: "t", title: "Other" })),
    under: { [conflict]: conflict, firstAnswer: "same incident" },
  },
  deleteOfAbsent: {
    observe: by(async ({ client, arnOf }) => {
      const incidentRecordArn = arnOf("incident-record/drill/0");
      return [
        await codeOf(client.send(new DeleteIncidentRecordCommand({ arn: incidentRecordArn }))),
        await codeOf(client.send(new DeleteTimelineEventCommand({ incidentRecordArn, eventId: "0" }))),
        await codeOf(client.send(new DeleteResponsePlanCommand({ arn: arnOf("response-plan/other") }))),
      ];
    }),
    under: { success: ["success", "success", "success"], [absent]: [absent, absent, absent] },
  },
  listOfUnknownIncident: {
    observe: by(({ client, arnOf }) => codeOf(itemsOf(client, arnOf("incident-record/drill/0")))),
    under: { nothing: "success", [invalid]: invalid },
  },
  invokedBy: {
    observe: by(async (us) => {
      const { incidentRecordSource } = await recordOf(us.client, await start(us));
      return incidentRecordSource?.invokedBy?.replace(/\d{12}/g, "…");
    }),
    under: { caller: "arn:aws:iam::…:user/…", nobody: undefined },
  },
  tooManyRelatedItems: {
    observe: by((us) => codeOf(start(us, { relatedItems: links(51) }))),
    under: { [invalid]: invalid, accepted: "success" },
  },
  tooManyIncidents: {
    observe: by(async (us) => {
      for (let count = 0; count < 200; count++) await start(us);
      return codeOf(start(us));
    }),
    under: { ThrottlingException: "ThrottlingException", [invalid]: invalid },
  },
  spacesInPlanUpdate: {
    observe: by(async ({ client, plan: arn }) => [
      await codeOf(client.send(new UpdateResponsePlanCommand({ arn, displayName: "A drill" }))),
      await codeOf(client.send(new UpdateResponsePlanCommand({ arn, incidentTemplateTitle: "A drill" }))),
    ]),
    under: { accepted: ["success", "success"], [invalid]: [invalid, invalid] },
  },
  reopenedIncident: {
    observe: by(async (us) => {
      const arn = await start(us);
      await update(us.client, { arn, status: "RESOLVED" });
      const code = await codeOf(update(us.client, { arn, status: "OPEN" }));
      const { status, resolvedTime } = await recordOf(us.client, arn);
      return [code, status, resolvedTime !== undefined];
    }),
    under: { accepted: ["success", "OPEN", false], [conflict]: [conflict, "RESOLVED", true] },
  },
  emptySummary: {
    observe: by(async (us) => {
      const arn = await start(us);
      await update(us.client, { arn, summary: "Disk full" });
      await update(us.client, { arn, summary: "" });
      return (await recordOf(us.client, arn)).summary;
    }),
    under: { clears: undefined, stored: "", ignored: "Disk full" },
  },
  noChatChannel: {
    observe: by(async (us) => [
      (await recordOf(us.client, await start(us))).chatChannel,
      (await us.client.send(new GetResponsePlanCommand({ arn: us.plan }))).chatChannel,
    ]),
    under: { absent: [undefined, undefined], empty: [{ empty: {} }, { empty: {} }] },
  },
  duplicateIncident: {
    observe: by(async (us, aws) => {
      const incidentTemplate = { title: "Drill", impact: 3, dedupeString: "drill" };
      const plan = await createPlan(us.client, "dedupe", { incidentTemplate });
      return startedTwice({}, {})({ ...us, plan }, aws);
    }),
    under: { openIncident: "same incident", [conflict]: conflict },
  },
  sameTrigger: {
    observe: by(startedTwice({ triggerDetails: trigger }, { triggerDetails: trigger })),
    under: { separateIncidents: "another incident", oneIncident: "same incident" },
  },
  parentArn: {
    observe: by(async (us) => {
      const [parent] = await itemsOf(us.client, await start(us));
      return parent?.identifier?.value?.arn?.split(":")[5]?.split("/")[0];
    }),
    under: { opsitem: "opsitem", opsItem: "opsItem" },
  },
  generatedIdGiven: {
    observe: by(async (us) => [
      await codeOf(start(us, { relatedItems: [{ ...link, generatedId }] })),
      await changeItems(us, await start(us), { itemToAdd: { ...link, generatedId } }),
    ]),
    under: { ignored: ["success", "success"], [invalid]: [invalid, invalid] },
  },
  relatedItemTwice: {
    observe: by(async (us) => {
      const arn = await start(us, { relatedItems: [link] });
      return [await changeItems(us, arn, { itemToAdd: link }), (await itemsOf(us.client, arn)).length];
    }),
    under: { success: ["success", 2], [conflict]: [conflict, 2] },
  },
  relatedItemAbsent: {
    observe: by(async (us) =>
      changeItems(us, await start(us), { itemToRemove: link.identifier as NonNullable<RelatedItem["identifier"]> }),
    ),
    under: { success: "success", [absent]: absent },
  },
  omittedEventReferences: {
    observe: by(async (us) => {
      const incidentRecordArn = await start(us);
      const eventReferences = [{ resource: incidentRecordArn }];
      const eventId = await addNote(us.client, incidentRecordArn, { eventReferences });
      await us.client.send(new UpdateTimelineEventCommand({ incidentRecordArn, eventId, eventData: "changed" }));
      return (await eventOf(us.client, incidentRecordArn, eventId)).eventReferences?.length;
    }),
    under: { removed: undefined, kept: 1 },
  },
};
