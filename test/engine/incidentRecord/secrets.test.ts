import assert from "node:assert/strict";
import type { Result } from "../../support/engine";
import { inTheClear } from "../../support/engine/inTheClear";
import type { Value } from "../programs/declared/declared";
import { IncidentWorld, incident } from "./support";
import { type Args, item, topic } from "./whole";

/** Every one is a word of its own, so that a single one that gets out is found. */
const secret = {
  title: "secrettitle",
  summary: "secretsummary",
  triggers: "secrettriggers",
  trigger: "secrettrigger2",
  url: "secreturl",
  itemTitle: "secretitemtitle",
  metric: "secretmetric",
  pager: "secretpager",
  key: "secretkeytopager",
  arn: "secretarn",
  items: "secretitems",
  source: "secretsource",
  alarm: "secretalarm",
  data: "secretdata",
  details: "secretdetails",
  detailsArn: "secretarnindetails",
  chat: "secretchat",
  target: "secrettarget",
  tag: "secrettag",
  tagKey: "secretkeyoftag",
  oneTag: "secretonetag",
  edited: "secretedited",
  added: "secretadded",
  later: "secretlater",
  refused: "secretrefused",
  unfinished: "secretunfinished",
} as const;
type Name = keyof typeof secret;

const $ = (value: Value): Value => ({ $secret: value });
const url = (value: Value, title?: string) => item("OTHER", { url: value }, title);
const at = { timestamp: "2026-02-03T10:20:30Z" };
const arnOf = (name: string) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;

/** A secret in every position, and the words that are to be found there by who may. */
const incidents: Record<string, { args: Args; holds: Name[] }> = {
  texts: {
    args: { title: $(secret.title), summary: $(secret.summary), triggers: $([secret.triggers]) },
    holds: ["title", "summary", "triggers"],
  },
  members: {
    args: { triggers: ["plain", { deep: $(secret.trigger) }], tags: { team: $(secret.oneTag), cost: "ops" } },
    holds: ["trigger", "oneTag"],
  },
  item: {
    args: {
      relatedItems: [
        url("https://example.com/plain"),
        { ...url($(`https://example.com/${secret.url}`)), title: $(secret.itemTitle) },
        item("METRIC", { metricDefinition: $(secret.metric) }),
        item("TASK", { pagerDutyIncidentDetail: { id: $(secret.pager), secretId: $(secret.key) } }),
        item("INVOLVED_RESOURCE", { arn: $(arnOf(secret.arn)) }),
      ],
    },
    holds: ["url", "itemTitle", "metric", "pager", "key", "arn"],
  },
  items: { args: { relatedItems: $([url(`https://example.com/${secret.items}`)]) }, holds: ["items"] },
  trigger: {
    args: {
      triggerDetails: {
        ...at,
        source: $(secret.source),
        triggerArn: $(arnOf(secret.alarm)),
        rawData: $(secret.data),
      },
    },
    holds: ["source", "alarm", "data"],
  },
  details: {
    args: { triggerDetails: $({ ...at, source: secret.details, triggerArn: arnOf(secret.detailsArn) }) },
    holds: ["details", "detailsArn"],
  },
  topics: {
    args: {
      chatChannel: { chatbotSns: [topic("plain"), $(topic(secret.chat))] },
      notificationTargets: [{ snsTopicArn: $(topic(secret.target)) }],
    },
    holds: ["chat", "target"],
  },
  tags: { args: { tags: $({ [secret.tagKey]: secret.tag }) }, holds: ["tag", "tagKey"] },
  changing: {
    args: {
      title: "plain",
      summary: "plain",
      relatedItems: [url("https://example.com/plain")],
      tags: { team: "orders" },
    },
    holds: [],
  },
};
const all = Object.keys(incidents).length + 1;

/** Starts that AWS refuses, each quoting what it was sent in a way of its own. */
const quotations: Record<string, { args: (word: string) => Args; quote: (word: string) => string }> = {
  "word for word": {
    args: (word) => ({ title: $(word) }),
    quote: (word) => `'${word}' is not allowed here.`,
  },
  "as AWS's validator does": {
    args: (word) => ({ triggerDetails: { ...at, source: "orders", rawData: $(word) } }),
    quote: (word) =>
      `1 validation error detected: Value '${word}' at 'triggerDetails.rawData' failed to satisfy constraint: Member must be nice`,
  },
  "in capitals, and cut off": {
    args: (word) => ({ triggerDetails: { ...at, source: $(word) } }),
    quote: (word) => `Bad source ${word.toUpperCase().slice(0, 11)}...`,
  },
  "in JSON": {
    args: (word) => ({ relatedItems: [url($(`"${word}"`))] }),
    quote: (word) => `Cannot relate ${JSON.stringify({ url: `"${word}"` })}`,
  },
};

/** Calls after a start that AWS refuses, quoting a word of what it was sent. */
const unfinished: Record<string, { operation: string; word: string; args: Args }> = {
  "unfinished-tags": {
    operation: "TagResource",
    word: `${secret.unfinished}1`,
    args: { tags: { team: $(`${secret.unfinished}1`) } },
  },
  "unfinished-summary": {
    operation: "UpdateIncidentRecord",
    word: `${secret.unfinished}3`,
    args: {
      title: $(`${secret.unfinished}2`),
      summary: $(`${secret.unfinished}3`),
      relatedItems: $([url(`https://example.com/${secret.unfinished}4`)]),
      triggerDetails: $({ ...at, source: `${secret.unfinished}5` }),
      tags: $({ team: `${secret.unfinished}6` }),
    },
  },
};

describe("a secret of an incident", function () {
  this.timeout("10m");
  let world: IncidentWorld;
  /** All that was printed and logged so far. */
  const runs: Result[] = [];

  const declare = (more: Record<string, Args> = {}) => {
    const args = { ...Object.fromEntries(Object.entries(incidents).map(([name, each]) => [name, each.args])), ...more };
    world.declare(...Object.entries(args).map(([name, each]) => incident(each, { name })));
  };
  const run = async (result: Promise<Result>) => {
    const done = await result;
    runs.push(done);
    return done;
  };
  /** Calls that are sent a word are refused with a message that quotes it. */
  const refuse = (operation: string, word: string, message: string) =>
    world.aws.faults.error(operation, "ValidationException", {
      message,
      where: (input) => JSON.stringify(input).includes(word),
    });
  const isHidden = async () => assert.deepEqual(await inTheClear(Object.values(secret), world.stack, runs), []);
  const saidOf = ({ diagnostics }: Result, of: string) =>
    diagnostics.flatMap(({ name, message }) => (name === of ? [message] : [])).join();
  const readByWhoMay = async () => {
    const { resources } = (await world.stack.export({ showSecrets: true })).deployment;
    return (name: string) => resources.find(({ urn }) => urn.endsWith(`::${name}`))!;
  };

  before(async () => {
    world = await IncidentWorld.open("incident-secrets");
    declare();
    await run(world.stack.preview({ flags: ["--diff"] }));
    await run(world.stack.up({ flags: ["--diff"] }));
  });
  after(() => world.close());

  it("is sent to AWS, but for triggers", () => {
    const sent = JSON.stringify(world.aws.requests);
    for (const name of Object.values(incidents).flatMap(({ holds }) => holds)) {
      assert.equal(sent.includes(secret[name]), !name.startsWith("trigger"), name);
    }
  });

  it("stands nowhere in the clear after a start", isHidden);

  it("can be read by who may, as input and as output", async () => {
    const resource = await readByWhoMay();
    for (const [name, { holds }] of Object.entries(incidents)) {
      const { inputs, outputs } = resource(name);
      for (const each of holds) {
        assert.ok(JSON.stringify(inputs).includes(secret[each]), `${each} in the inputs of ${name}`);
        assert.ok(JSON.stringify(outputs).includes(secret[each]), `${each} in the outputs of ${name}`);
      }
    }
    assert.ok(JSON.stringify(resource("item").outputs.relatedItemsAll).includes(secret.url));
    assert.ok(JSON.stringify(resource("trigger").outputs.incidentRecordSource).includes(secret.source));
  });

  it("leaves what is not secret to be read", async () => {
    const { inputs, outputs } = await world.stack.resource("members");
    assert.equal((inputs.tags as Record<string, unknown>).cost, "ops");
    assert.equal((outputs.relatedItemsAll as unknown[]).length, 1);
    assert.match(String((outputs.incidentRecordSource as Record<string, unknown>).createdBy), /:user\//);
    assert.equal(outputs.title, "drill");
    assert.equal((await world.stack.resource("item")).outputs.status, "OPEN");
  });

  it("stands nowhere in the clear when responders add to it and edit it, and reconciled it is put back", async () => {
    const { texts, items } = await world.ids();
    const responder = world.as("alice");
    await responder.updateIncidentRecord({ arn: texts, title: secret.edited, summary: secret.edited });
    const itemToAdd = { identifier: { type: "OTHER" as const, value: { url: secret.added } } };
    await responder.updateRelatedItems({ incidentRecordArn: items, relatedItemsUpdate: { itemToAdd } });
    await run(world.stack.refresh({ flags: ["--diff"] }));
    assert.deepEqual((await run(world.stack.up({ flags: ["--diff"] }))).summary, { same: all });
    await isHidden();
    declare({ texts: { ...incidents.texts?.args, reconcile: true } });
    await run(world.stack.up({ flags: ["--diff"] }));
    assert.equal((await world.record(texts ?? "")).summary, secret.summary);
    await isHidden();
    declare();
    await run(world.stack.up());
  });

  it("stands nowhere in the clear when our own check refuses it", async () => {
    declare({
      refused: {
        title: $(secret.refused.repeat(20)),
        impact: $(secret.refused),
        summary: $(secret.refused.repeat(700)),
        relatedItems: [{ ...url($(secret.refused)), title: $(secret.refused.repeat(20)) }],
        triggerDetails: { source: $(`aws.${secret.refused}`), timestamp: $(secret.refused) },
        chatChannel: { chatbotSns: $([]) },
        notificationTargets: [{ snsTopicArn: $(secret.refused) }],
        tags: { team: $(`${secret.refused}*`) },
        status: $(secret.refused),
        onDelete: $(secret.refused),
        adopt: $(secret.refused),
      },
    });
    const failed = await run(world.stack.preview({ fails: true, flags: ["--diff"] }));
    assert.match(failed.stderr, /title: must be 0 to 200 characters long, not 260/);
    assert.match(failed.stderr, /notificationTargets\[0\]\.snsTopicArn: must be an ARN/);
    await isHidden();
  });

  describe("where AWS refuses it", () => {
    let failed: Result;

    before(async () => {
      const refused = Object.entries(quotations).map(([how, { args, quote }], n): [string, Args] => {
        const word = `${secret.refused}${n}`;
        refuse("StartIncident", word, quote(word));
        return [how, args(word)];
      });
      for (const { operation, word } of Object.values(unfinished)) refuse(operation, word, `No ${word}, "${word}"`);
      const begun = Object.entries(unfinished).map(([name, { args }]) => [name, args]);
      declare({ ...Object.fromEntries(refused), ...Object.fromEntries(begun) });
      failed = await run(world.stack.up({ fails: true, flags: ["--diff", "--continue-on-error"] }));
    });

    it(`stands nowhere in the clear when it is quoted ${Object.keys(quotations).join(", ")}`, async () => {
      for (const how of Object.keys(quotations)) {
        assert.match(saidOf(failed, how), /StartIncident failed: ValidationException/, how);
      }
      await isHidden();
    });

    it("stands nowhere in the clear when it is refused after the start", async () => {
      for (const [name, { operation }] of Object.entries(unfinished)) {
        const { initErrors } = await world.stack.resource(name);
        assert.match(String(initErrors), new RegExp(`${operation} failed: ValidationException`));
      }
      await isHidden();
    });

    it("stands nowhere in the clear when it is dropped, changed or made secret, or a new incident replaces it", async () => {
      const begun = Object.keys(unfinished).map((name) => [name, {}]);
      declare({
        ...Object.fromEntries(begun),
        texts: {},
        members: { triggers: [$(secret.later)] },
        item: { relatedItems: [url("https://example.com/plain"), url($(`https://example.com/${secret.later}`))] },
        trigger: { triggerDetails: { ...at, source: $(secret.later) } },
        topics: {},
        tags: {},
        changing: {
          title: $(secret.later),
          summary: $(secret.later),
          relatedItems: $([url(secret.later)]),
          tags: $({ team: secret.later }),
        },
      });
      const word = `https://example.com/${secret.later}`;
      refuse("UpdateRelatedItems", word, `No ${word}`);
      const half = await run(world.stack.up({ fails: true, flags: ["--diff", "--continue-on-error"] }));
      assert.match(saidOf(half, "item"), /UpdateRelatedItems failed: ValidationException/);
      await isHidden();
      world.aws.faults.clear();
      await run(world.stack.up({ flags: ["--diff"] }));
      await isHidden();
      await run(world.stack.refresh({ flags: ["--diff"] }));
      await isHidden();
    });

    it("stands nowhere in the clear after destroy", async () => {
      await run(world.stack.destroy({ flags: ["--diff"] }));
      await isHidden();
    });
  });
});
