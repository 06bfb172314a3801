import { isAChangeRequest } from "../automation/reference";
import { commonRows, ownerRow } from "../core/common";
import { isNotOurs } from "../core/mark";
import {
  any,
  flag,
  list,
  map,
  type Properties,
  type PropertyTable,
  struct,
  type TextShape,
  text,
  time,
} from "../core/properties/rows";
import { tagRows } from "../core/tags";
import { hasUnknown } from "../core/unknown";
import type { ChangeRequestArgs } from "./changeRequest";

/** Form of what AWS accepts as names, versions and the like, and how it is said. */
const document: Partial<TextShape> = {
  pattern: { matches: /^[a-zA-Z0-9_\-.:/]{3,128}$/, means: "3 to 128 letters, digits and _-.:/, a name or an ARN" },
};
const version: Partial<TextShape> = {
  pattern: { matches: /^([$]LATEST|[$]DEFAULT|[1-9][0-9]*)$/, means: "a number from 1 on, $LATEST or $DEFAULT" },
};
const concurrency: Partial<TextShape> = {
  length: [1, 7],
  pattern: {
    matches: /^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$/,
    means: 'a whole number from 1 on, or a percentage from "1%" to "100%"',
  },
};
const errors: Partial<TextShape> = {
  length: [1, 7],
  pattern: {
    matches: /^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$/,
    means: 'a whole number from 0 on, or a percentage from "0%" to "100%"',
  },
};

/** Parameters of a document: names as it declares them, each with a list of values. */
const parameters = {
  size: [1, 200],
  keys: text({ length: [1, 50] }),
  of: list({ length: [0, 50], of: text({ length: [1, 512] }) }),
} as const;

const targets = (atMost: number) =>
  list({
    length: [0, atMost],
    of: struct({
      key: text({
        length: [1, 163],
        pattern: {
          matches: /^[\p{L}\p{Z}\p{N}_.:/=\-@]*$|^resource-groups:(ResourceTypeFilters|Name)$/u,
          means: "letters, digits, spaces and _.:/=-@",
        },
      }),
      values: list({ length: [0, 50], of: text({}) }),
    }),
  });

const targetLocation = struct({
  accounts: list({ length: [1, 50], of: text({}) }),
  regions: list({ length: [1, 50], of: text({}) }),
  targetLocationMaxConcurrency: text({ ...concurrency }),
  targetLocationMaxErrors: text({ ...errors }),
  executionRoleName: text({
    length: [1, 64],
    pattern: { matches: /^[\w+=,.@/-]+$/, means: "letters, digits and +=,.@/-_" },
  }),
  targetLocationAlarmConfiguration: struct({
    ignorePollAlarmFailure: flag<object>({}),
    alarms: list({
      required: true,
      length: [1, 1],
      of: struct({ name: text({ required: true, length: [1, 255], notBlank: true, oneLine: true }) }),
    }),
  }),
  includeChildOrganizationUnits: flag<object>({}),
  excludeAccounts: list({
    length: [1, 5000],
    of: text({
      length: [6, 68],
      pattern: {
        matches: /^((ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})|(\d{12}))$/,
        means: "an account id of 12 digits, or the id of an organizational unit",
      },
    }),
  }),
  targets: targets(1),
  targetsMaxConcurrency: text({ ...concurrency }),
  targetsMaxErrors: text({ ...errors }),
});

const runbook = struct({
  documentName: text({ ...document, required: true }),
  documentVersion: text({ ...version }),
  parameters: map(parameters),
  targetParameterName: text({ length: [1, 50] }),
  targets: targets(5),
  targetMaps: list({
    length: [0, 300],
    of: map({
      size: [1, 20],
      keys: text({ length: [1, 50] }),
      of: list({ length: [0, 25], of: text({ length: [1, 50] }) }),
    }),
  }),
  maxConcurrency: text({ ...concurrency }),
  maxErrors: text({ ...errors }),
  targetLocations: list({ length: [1, 100], of: targetLocation }),
});

/** One tag says whose the request is, and a second one that it was let go. */
const { tags, tagsAll } = tagRows(
  48,
  "Tags, besides `aws:defaultTags`. Those that the program does not declare are never touched.",
);

const createOnly = true;
/** AWS never tells it again: it is taken to be as declared. */
const unreadable = true;

/** Everything about each property of a change request. Limits: the API reference of StartChangeRequestExecution. */
export const properties = {
  documentName: text({ ...document, required: true, createOnly, doc: "Name or ARN of the change template." }),
  documentVersion: text({ ...version, createOnly, doc: "Version of the change template; by default its default one." }),
  runbooks: list({
    required: true,
    createOnly,
    length: [1, 1],
    of: runbook,
    rules: [targetsFit],
    doc: "The one runbook that runs once the request is approved, with its parameters and targets.",
  }),
  parameters: map({ ...parameters, createOnly, doc: "Parameters of the change template." }),
  changeRequestName: text({ length: [1, 1024], createOnly, doc: "What the request is called." }),
  changeDetails: text({
    length: [1, 32_768],
    createOnly,
    unreadable,
    doc: "What reviewers need to know; Markdown. By default what the template says.",
  }),
  scheduledTime: time({ createOnly, doc: "When the runbook is to run, if it is approved by then." }),
  scheduledEndTime: time({ createOnly, unreadable, doc: "When it is expected to end; an estimate for reviewers." }),
  autoApprove: flag({
    createOnly,
    unreadable,
    assumed: false,
    doc: "Passes over the approvals, where the template allows it. A Change Calendar holds the request all the same.",
  }),
  triggers: list({
    local: true,
    createOnly,
    of: any<object>({}),
    doc: "Any values: when they change, a new request is submitted.",
  }),
  tags: { ...tags, ownRules: [isNotOurs] },
  onDelete: text({
    local: true,
    choices: ["cancel", "cancelRunning", "leave"],
    said: { removed: "its default" },
    doc: "What destroy and a replacement do to a request that has not ended; `cancel` by default.",
  }),
  ...commonRows,
  adopt: { ...commonRows.adopt, ownRules: [isAChangeRequest] },
} satisfies Properties<ChangeRequestArgs>;

export const table: PropertyTable = {
  ...properties,
  owner: ownerRow,
  tagsAll: { ...tagsAll, ownRules: [isNotOurs] },
  keepsSecret: flag({
    local: true,
    hidden: true,
    doc: "Whether parameters or runbooks are secret: then so is what AWS tells of them.",
  }),
};

interface Targeted {
  targetParameterName?: string | null;
  targets?: unknown[] | null;
  targetMaps?: unknown[] | null;
}

/** What the reference says of targets. An empty list names none, and is no reason to refuse anything. */
function* targetsFit(runbooks: Targeted[]) {
  for (const [index, { targetParameterName, targets, targetMaps }] of runbooks.entries()) {
    if (hasUnknown([targetParameterName, targets, targetMaps])) continue;
    const path = `[${index}]`;
    if (targets?.length && targetMaps?.length) {
      yield { path: `${path}.targetMaps`, reason: "must not be given together with targets" };
    }
    if (targets?.length && !isGiven(targetParameterName)) {
      yield { path: `${path}.targetParameterName`, reason: "is required with targets" };
    }
    if (isGiven(targetParameterName) && !isGiven(targets) && !isGiven(targetMaps)) {
      yield { path: `${path}.targets`, reason: "are required with targetParameterName" };
    }
  }
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;
