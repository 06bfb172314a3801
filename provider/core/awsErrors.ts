import { redact, stringsIn } from "./redact";

/**
 * What an error of AWS means to a resource. `deleting`: the object is on its way out and takes no write any more.
 * `exists`: AWS has had the token of this creation before, or has what was to be added. `ended`: what was to be stopped has ended. `full`: AWS takes no more
 * of what was to be added.
 */
export type Outcome = "gone" | "deleting" | "exists" | "ended" | "full" | "refused";

interface Meaning {
  outcome: Outcome;
  /** What the user can do about it; a sentence without its first capital and its full stop. */
  advice?: string;
}

const refused = (advice?: string): Meaning => ({ outcome: "refused", ...(advice && { advice }) });
const DOCUMENT =
  "check the names and versions of the change template and of the runbook: both must exist in this region, and may be " +
  "given as ARNs where they are shared";
const CREDENTIALS = refused("check the credentials: aws:profile, aws:accessKey, or the environment's");

/** Calls about an incident that exists, or does not. */
const OF_INCIDENTS = [
  "GetIncidentRecord",
  "UpdateIncidentRecord",
  "DeleteIncidentRecord",
  "ListRelatedItems",
  "UpdateRelatedItems",
  "ListTagsForResource",
  "TagResource",
  "UntagResource",
];

/** By `Operation.Code` where the operation matters, else by code. Throttling is tried again by the SDK itself. */
const MEANINGS: Record<string, Meaning> = {
  OpsItemNotFoundException: { outcome: "gone" },
  OpsItemConflictException: { outcome: "deleting" },
  OpsItemAlreadyExistsException: { outcome: "exists" },
  InvalidResourceId: { outcome: "gone" },
  OpsItemAccessDeniedException: refused(
    "an item of another account needs the management account or a delegated administrator of OpsCenter",
  ),
  OpsItemLimitExceededException: refused("raise the quota, or delete OpsItems that are no longer needed"),
  TooManyTagsError: {
    outcome: "full",
    advice: "AWS takes no more tags for this object, aws:defaultTags included: declare fewer",
  },
  AutomationDefinitionNotFoundException: refused(DOCUMENT),
  AutomationDefinitionVersionNotFoundException: refused(DOCUMENT),
  AutomationDefinitionNotApprovedException: refused(
    "the change template must be reviewed and approved in Change Manager before it can be used",
  ),
  InvalidAutomationExecutionParametersException: refused(
    "parameters, runbook and targets must be such as the change template and the runbook declare",
  ),
  AutomationExecutionLimitExceededException: refused(
    "too many automations run or wait in this account: let some end, or have the quota raised, and run again",
  ),
  IdempotentParameterMismatch: { outcome: "exists" },
  AutomationExecutionNotFoundException: { outcome: "gone" },
  InvalidAutomationStatusUpdateException: { outcome: "ended" },
  NoLongerSupportedException: refused(
    "Change Manager is closed to new customers since 7 November 2025: AWS serves it only to accounts that had used it " +
      "before, see https://docs.aws.amazon.com/systems-manager/latest/userguide/change-manager-availability-change.html",
  ),
  "AssociateOpsItemRelatedItem.OpsItemNotFoundException": {
    outcome: "gone",
    advice: "opsItemId must be that of an OpsItem in this account and region",
  },
  "AssociateOpsItemRelatedItem.OpsItemConflictException": {
    outcome: "deleting",
    advice: "the OpsItem is being deleted: name another one",
  },
  "AssociateOpsItemRelatedItem.OpsItemLimitExceededException": refused(
    "an OpsItem is associated with 10 documents and 100 incidents at most: remove some, or name another OpsItem",
  ),
  OpsItemRelatedItemAlreadyExistsException: { outcome: "exists" },
  OpsItemRelatedItemAssociationNotFoundException: { outcome: "gone" },
  ...Object.fromEntries(
    OF_INCIDENTS.map((each) => [`${each}.ResourceNotFoundException`, { outcome: "gone" } as const]),
  ),
  "StartIncident.ResourceNotFoundException": refused(
    "the response plan must exist, and Incident Manager be set up (with a replication set) in this region; it is closed " +
      "to new customers since 7 November 2025, see " +
      "https://docs.aws.amazon.com/incident-manager/latest/userguide/incident-manager-availability-change.html",
  ),
  "StartIncident.ConflictException": { outcome: "exists" },
  "UpdateRelatedItems.ConflictException": { outcome: "exists" },
  "TagResource.ServiceQuotaExceededException": {
    outcome: "full",
    advice: "an incident takes 50 tags, those of its response plan and aws:defaultTags included: declare fewer",
  },
  ValidationException: refused(
    "if AWS has changed a limit since this release, `pulumi config set aws-ops:validation off` leaves all checks to AWS",
  ),
  AccessDeniedException: refused("the credentials need the permission for this action"),
  AccessDenied: refused("the credentials need the permission for this action"),
  UnrecognizedClientException: CREDENTIALS,
  InvalidClientTokenId: CREDENTIALS,
  InvalidSignatureException: CREDENTIALS,
  SignatureDoesNotMatch: CREDENTIALS,
  ExpiredTokenException: refused("the credentials have expired: renew them and run again"),
  ExpiredToken: refused("the credentials have expired: renew them and run again"),
  CredentialsProviderError: refused(
    "no credentials: set aws:profile or aws:accessKey and aws:secretKey, or AWS_PROFILE or the like in the environment",
  ),
  ThrottlingException: refused("AWS kept throttling: run again later, or raise aws:maxRetries"),
  TimeoutError: refused("AWS did not answer in time: check network and proxy, then run again"),
};

/** What is sent by these is not secret: AWS's words for refusing them are shown as they are. */
const NOTHING_SECRET = ["SendAutomationSignal"];

export function meaningOf(operation: string, code: string): Meaning {
  return MEANINGS[`${operation}.${code}`] ?? MEANINGS[code] ?? { outcome: "refused" };
}

/** A call that AWS refused, told without any value that was sent. */
export class AwsError extends Error {
  override readonly name = "AwsError";

  constructor(
    readonly operation: string,
    /** AWS's error code, or the name of the SDK's own error. */
    readonly awsCode: string,
    readonly outcome: Outcome,
    message: string,
    /** The members of the error's shape, such as `OpsItemId`. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

interface SdkError {
  name?: string;
  message?: string;
  code?: string;
  $metadata?: { requestId?: string };
}

/** Members of errors that matter to somebody. */
const MEMBERS = ["OpsItemId", "ParameterNames", "resourceType", "resourceIdentifier"];

/** Turns whatever a client has thrown into an `AwsError`. `secrets`: further strings that must not be shown. */
export function awsError(
  operation: string,
  thrown: unknown,
  input: unknown,
  secrets: readonly string[] = [],
): AwsError {
  const error = (thrown ?? {}) as SdkError & Record<string, unknown>;
  const code = nameOf(error);
  const { outcome, advice } = meaningOf(operation, code);
  const sent = NOTHING_SECRET.includes(operation) ? [] : stringsIn(input);
  const text = redact(error.message ?? "", [...sent, ...secrets]).trim();
  const requestId = error.$metadata?.requestId;
  const message = [
    `${operation} failed: ${code}`,
    text && text !== code && `: ${text.replace(/\.$/, "")}`,
    requestId && ` (request id ${requestId})`,
    advice && `; ${advice}`,
  ]
    .filter(Boolean)
    .join("");
  const members = Object.fromEntries(MEMBERS.flatMap((name) => (name in error ? [[name, error[name]]] : [])));
  return new AwsError(operation, code, outcome, message, members);
}

/** A failed connection is a bare `Error` whose `code` says more than its name. */
function nameOf(error: SdkError): string {
  if (error.name && error.name !== "Error") return error.name;
  return typeof error.code === "string" ? error.code : (error.name ?? "Error");
}

export const isOutcome = (error: unknown, ...outcomes: Outcome[]): error is AwsError =>
  error instanceof AwsError && outcomes.includes(error.outcome);

/** Whether what a call was about is there. */
export async function isThere(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (isOutcome(error, "gone")) return false;
    throw error;
  }
}

/** The reply, or undefined where AWS says that the object is gone. */
export async function undefinedIfGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isOutcome(error, "gone")) return undefined;
    throw error;
  }
}
