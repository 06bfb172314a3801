import type * as pulumi from "@pulumi/pulumi";

/** A list of values for each parameter of a document, under the names that it declares. */
export type DocumentParameters = Record<string, pulumi.Input<pulumi.Input<string>[]>>;

/** Resources that a runbook works on. */
export interface ChangeRequestTarget {
  /**
   * What is searched by: `ParameterValues`, `ResourceGroup`, `tag:…` and the like. 1 to 163 letters, digits, spaces and
   * `_.:/=-@`.
   */
  key?: pulumi.Input<string>;
  /** At most 50. */
  values?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Accounts and regions in which a runbook runs. */
export interface ChangeRequestTargetLocation {
  /** 1 to 50 accounts or organizational units. */
  accounts?: pulumi.Input<pulumi.Input<string>[]>;
  /** 1 to 50 regions. */
  regions?: pulumi.Input<pulumi.Input<string>[]>;
  /** Accounts and regions at a time: a number from 1 on, or a percentage, as text. AWS's default: `1`. */
  targetLocationMaxConcurrency?: pulumi.Input<string>;
  /** Errors after which no more are begun: a number from 0 on, or a percentage, as text. AWS's default: `0`. */
  targetLocationMaxErrors?: pulumi.Input<string>;
  /** Role in each account; 1 to 64 letters, digits and `+=,.@/-_`. AWS's default: `AWS-SystemsManager-AutomationExecutionRole`. */
  executionRoleName?: pulumi.Input<string>;
  /** An alarm that stops the work. */
  targetLocationAlarmConfiguration?: pulumi.Input<ChangeRequestAlarmConfiguration>;
  /** Whether `accounts` mean units below the named ones too. */
  includeChildOrganizationUnits?: pulumi.Input<boolean>;
  /** 1 to 5,000 accounts or organizational units that are left out. */
  excludeAccounts?: pulumi.Input<pulumi.Input<string>[]>;
  /** Resources in these locations; at most one target. */
  targets?: pulumi.Input<pulumi.Input<ChangeRequestTarget>[]>;
  /** Resources at a time in each location: a number from 1 on, or a percentage, as text. */
  targetsMaxConcurrency?: pulumi.Input<string>;
  /** Errors after which no more resources are begun: a number from 0 on, or a percentage, as text. */
  targetsMaxErrors?: pulumi.Input<string>;
}

/** An alarm of CloudWatch that stops a runbook. */
export interface ChangeRequestAlarmConfiguration {
  /** Whether the work goes on when the alarm cannot be read. AWS's default: false. */
  ignorePollAlarmFailure?: pulumi.Input<boolean>;
  /** Exactly one; its name has 1 to 255 characters in one line. */
  alarms: pulumi.Input<pulumi.Input<{ name: pulumi.Input<string> }>[]>;
}

/** A runbook with what it is to work on. */
export interface ChangeRequestRunbook {
  /** Name or ARN of the runbook: 3 to 128 letters, digits and `_-.:/`. */
  documentName: pulumi.Input<string>;
  /** A number from 1 on, `$LATEST` or `$DEFAULT`. AWS's default: `$DEFAULT`. */
  documentVersion?: pulumi.Input<string>;
  /**
   * Parameters of the runbook, `AutomationAssumeRole` (the role it runs as) among them: 1 to 200 names of 1 to 50
   * characters, each with at most 50 values of 1 to 512 characters.
   */
  parameters?: pulumi.Input<DocumentParameters>;
  /** The runbook's parameter that takes the targets, 1 to 50 characters; goes with `targets`. */
  targetParameterName?: pulumi.Input<string>;
  /** What the runbook works on: at most 5, with `targetParameterName` and not with `targetMaps`. */
  targets?: pulumi.Input<pulumi.Input<ChangeRequestTarget>[]>;
  /** At most 300 maps of 1 to 20 parameters to their values; one run for each map. */
  targetMaps?: pulumi.Input<pulumi.Input<DocumentParameters>[]>;
  /** Targets at a time: a number from 1 on, or a percentage, as text: `"10"`, `"10%"`. */
  maxConcurrency?: pulumi.Input<string>;
  /** Errors after which no more targets are begun: a number from 0 on, or a percentage, as text. */
  maxErrors?: pulumi.Input<string>;
  /** 1 to 100 sets of accounts and regions. */
  targetLocations?: pulumi.Input<pulumi.Input<ChangeRequestTargetLocation>[]>;
}
