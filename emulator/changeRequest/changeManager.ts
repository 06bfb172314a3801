/** A run of a runbook that is about to start. */
export interface RunbookRun {
  /** Name of the runbook. */
  documentName: string;
  /** The runbook's parameters, as the change request gives them. */
  parameters: Record<string, string[]>;
  changeRequestName?: string;
  /** Execution id of the change request. */
  executionId: string;
}

/** How a run goes. */
export interface RunbookResult {
  /** How long it takes by the emulator's clock; default 0. */
  seconds?: number;
  /** Default `Success`. */
  outcome?: "Success" | "Failed";
  /** What GetAutomationExecution tells of a failure. */
  failureMessage?: string;
}

/**
 * What AWS keeps in the settings of Change Manager, IAM and Identity Center, and how runbooks go. May be set at any
 * time, each setting whole (`changeManager.groups = { … }`); it holds from then on.
 */
export interface ChangeManager {
  /** Whether change templates must be reviewed and approved before requests use them; default false. */
  templateReviewRequired: boolean;
  /** Names or ARNs of the change calendars that hold runbooks back while closed; default none: no check is made. */
  checkedCalendars: string[];
  /** Names or ARNs of the users, roles and groups that may let a runbook run while a calendar is closed; default none. */
  freezeApprovers: string[];
  /** IAM groups: the names or ARNs of their users. Default none. */
  groups: Record<string, string[]>;
  /**
   * IAM users, by name or ARN, who count as a user of Identity Center: `{ "jane@example.com": ["jane"] }`. Sessions of a
   * role `AWSReservedSSO_…` count as the user they are named after in any case. Default none.
   */
  ssoUsers: Record<string, string[]>;
  /** Groups of Identity Center: the names of their users there. Default none. */
  ssoGroups: Record<string, string[]>;
  /** How long a request stays `Approved` (or `ChangeCalendarOverrideApproved`) before it goes on; default 0. */
  approvedSeconds: number;
  /** How long a running request stays `Cancelling`, unless the runbook ends before; default 0. */
  cancellingSeconds: number;
  /** Whether the account may use Change Manager, which takes no new customers; default true. */
  onboarded: boolean;
  /** How a runbook goes, asked when it starts; default: at once, with success. */
  runbook: (run: RunbookRun) => RunbookResult;
}

interface Row<Value> {
  byDefault: Value;
  is(value: unknown): boolean;
  /** What a value must be. */
  must: string;
}

const flag = (byDefault: boolean): Row<boolean> => ({
  byDefault,
  is: (value) => typeof value === "boolean",
  must: "must be true or false",
});
const names: Row<string[]> = { byDefault: [], is: isNames, must: "must be a list of names" };
const members: Row<Record<string, string[]>> = {
  byDefault: {},
  is: (value) => typeof value === "object" && value !== null && Object.values(value).every(isNames),
  must: 'must be lists of names by name, such as { ops: ["alice"] }',
};
const seconds: Row<number> = { byDefault: 0, is: isSeconds, must: "must be a number of seconds from 0" };

const rows: { [Name in keyof ChangeManager]: Row<ChangeManager[Name]> } = {
  templateReviewRequired: flag(false),
  checkedCalendars: names,
  freezeApprovers: names,
  groups: members,
  ssoUsers: members,
  ssoGroups: members,
  approvedSeconds: seconds,
  cancellingSeconds: seconds,
  onboarded: flag(true),
  runbook: { byDefault: () => ({}), is: (value) => typeof value === "function", must: "must be a function" },
};

/** Settings that refuse what makes no sense. `beforeChange` is called while the old ones still hold. */
export function changeManagerWith(chosen: Partial<ChangeManager> = {}, beforeChange: () => void): ChangeManager {
  const defaults = Object.entries(rows).map(([name, { byDefault }]) => [name, byDefault]);
  const settings = new Proxy(Object.fromEntries(defaults) as ChangeManager, {
    set(target, name, value) {
      check(String(name), value);
      beforeChange();
      return Reflect.set(target, name, value);
    },
  });
  return Object.assign(settings, chosen);
}

function check(name: string, value: unknown): void {
  if (!Object.hasOwn(rows, name)) {
    throw new Error(`changeManager: there is no setting "${name}", only ${Object.keys(rows).join(", ")}`);
  }
  const { is, must } = rows[name as keyof ChangeManager];
  if (!is(value)) throw new Error(`changeManager.${name}: ${must}`);
}

/** How a run goes by the settings, with nothing left open. */
export function runbookResult(changeManager: ChangeManager, run: RunbookRun): Required<RunbookResult> {
  const { seconds: length = 0, outcome = "Success", failureMessage } = changeManager.runbook(run);
  if (!isSeconds(length)) throw new Error(`changeManager.runbook: seconds ${seconds.must}`);
  if (outcome !== "Success" && outcome !== "Failed") {
    throw new Error("changeManager.runbook: outcome must be Success or Failed");
  }
  return { seconds: length, outcome, failureMessage: failureMessage ?? `Runbook ${run.documentName} failed.` };
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === "string" && name !== "");
}

function isSeconds(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
