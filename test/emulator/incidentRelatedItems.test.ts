import assert from "node:assert/strict";
import {
  paginateListRelatedItems,
  type RelatedItemsUpdate,
  UpdateRelatedItemsCommand,
} from "@aws-sdk/client-ssm-incidents";
import { dataOf, itemsOf, linkTo, type Owner, owner, prepared, recordOf, start } from "./incidents";
import { codeOf, emulated, errorOf } from "./support";

const wiki = linkTo("https://example.com/wiki");
const identifier = { type: "OTHER" as const, value: { url: "https://example.com/wiki" } };

describe("related items of incidents", () => {
  const aws = emulated({ incidentManager: prepared });

  const change = ({ client }: Owner, incidentRecordArn: string, update: RelatedItemsUpdate, clientToken?: string) =>
    client.send(new UpdateRelatedItemsCommand({ incidentRecordArn, relatedItemsUpdate: update, clientToken }));

  it("are given at the start, added and removed, beside the parent", async () => {
    const us = owner(aws);
    const chart = { identifier: { type: "METRIC" as const, value: { metricDefinition: "{}" } }, title: "Chart" };
    const arn = await start(us, { relatedItems: [chart] });
    await change(us, arn, { itemToAdd: { ...wiki, title: "Wiki" } });
    const items = await itemsOf(us.client, arn);
    assert.deepEqual(
      items.map(({ identifier: { type } = {}, title }) => [type, title]),
      [
        ["METRIC", "Chart"],
        ["PARENT", "parentItem"],
        ["OTHER", "Wiki"],
      ],
    );
    for (const { generatedId, identifier: { type } = {} } of items) {
      assert.match(generatedId ?? "", new RegExp(`^related-item/${type}/[0-9A-F]{32}$`));
    }
    await change(us, arn, { itemToRemove: identifier });
    assert.deepEqual((await itemsOf(us.client, arn)).length, 2);
  });

  it("change the record, and show on the timeline", async () => {
    const us = owner(aws);
    const arn = await start(us);
    const { lastModifiedTime } = await recordOf(us.client, arn);
    aws.emulator.clock.advance(1000);
    await change(us, arn, { itemToAdd: wiki });
    assert.ok(((await recordOf(us.client, arn)).lastModifiedTime as Date) > (lastModifiedTime as Date));
    const [event] = await dataOf(us.client, arn, "SSM Incident Record Update");
    const [attribute] = (event as { modifiedAttributes: { attributeName: string; newValue: string }[] })
      .modifiedAttributes;
    assert.equal(attribute?.attributeName, "relatedItems");
    assert.deepEqual(JSON.parse(attribute?.newValue ?? ""), { itemToAdd: wiki });
  });

  it("keep every kind of value", async () => {
    const us = owner(aws);
    const values = [
      { arn: "arn:aws:s3:::bucket" },
      { url: "https://example.com" },
      { metricDefinition: "{}" },
      { pagerDutyIncidentDetail: { id: "P1", autoResolve: true, secretId: "s" } },
      { pagerDutyIncidentDetail: { id: "P2" } },
    ];
    const arn = await start(us, { relatedItems: values.map((value) => ({ identifier: { type: "OTHER", value } })) });
    const others = (await itemsOf(us.client, arn)).filter((item) => item.identifier?.type === "OTHER");
    assert.deepEqual(
      others.map((item) => item.identifier?.value),
      values,
    );
  });

  it("are at most fifty", async () => {
    const us = owner(aws);
    const relatedItems = Array.from({ length: 49 }, (_, index) => linkTo(`https://example.com/${index}`));
    const arn = await start(us, { relatedItems });
    assert.equal((await itemsOf(us.client, arn)).length, 50);
    const error = await errorOf(change(us, arn, { itemToAdd: wiki }));
    assert.deepEqual(
      [error.name, error.message],
      ["ValidationException", "An incident can have at most 50 related items."],
    );
  });

  it("are changed once for a client token", async () => {
    const us = owner(aws);
    const arn = await start(us);
    await change(us, arn, { itemToAdd: wiki }, "t");
    await change(us, arn, { itemToRemove: identifier });
    await change(us, arn, { itemToAdd: wiki }, "t");
    assert.equal((await itemsOf(us.client, arn)).length, 1);
  });

  it("are listed in pages, oldest first", async () => {
    const us = owner(aws);
    const arn = await start(us, { relatedItems: ["a", "b", "c"].map(linkTo) });
    const urls: (string | undefined)[] = [];
    for await (const page of paginateListRelatedItems({ client: us.client, pageSize: 2 }, { incidentRecordArn: arn })) {
      urls.push(...(page.relatedItems ?? []).map((item) => item.identifier?.value?.url));
    }
    assert.deepEqual(urls, ["a", "b", "c", undefined]);
  });

  for (const [what, update, sentence] of [
    [
      "both adding and removing",
      { itemToAdd: wiki, itemToRemove: identifier },
      "at 'relatedItemsUpdate' failed to satisfy constraint: Member must have exactly one of: [itemToAdd, itemToRemove]",
    ],
    ["neither", {}, "exactly one of: [itemToAdd, itemToRemove]"],
    ["an item without value", { itemToAdd: { identifier: { type: "OTHER" } } }, "identifier.value' failed"],
    ["a URL of 1001 characters", { itemToAdd: linkTo("x".repeat(1001)) }, "less than or equal to 1000"],
    ["an ARN that is none", { itemToRemove: { type: "OTHER", value: { arn: "x" } } }, "regular expression pattern"],
  ] as [string, RelatedItemsUpdate, string][]) {
    it(`are refused with ${what}`, async () => {
      const us = owner(aws);
      const error = await errorOf(change(us, await start(us), update));
      assert.equal(error.name, "ValidationException");
      assert.ok(error.message.includes(sentence), error.message);
    });
  }

  it("are refused for an incident that does not exist", async () => {
    const us = owner(aws);
    const call = change(us, us.arnOf("incident-record/drill/0"), { itemToAdd: wiki });
    assert.equal(await codeOf(call), "ResourceNotFoundException");
  });
});
