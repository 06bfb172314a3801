import assert from "node:assert/strict";
import { AwsError, awsError, isOutcome, meaningOf, undefinedIfGone } from "../../provider/core/awsErrors";

const input = { Title: "Hunter2 title", OperationalData: { key: { Value: "second-secret" } } };

interface Thrown {
  name?: string;
  code?: string;
  message?: string;
  requestId?: string;
  members?: object;
}

/** What an SDK client throws. */
function thrown({ name, code, message = "", requestId, members }: Thrown): Error {
  const error = Object.assign(new Error(message), members);
  if (name) error.name = name;
  return Object.assign(error, code && { code }, { $metadata: { requestId } });
}

describe("awsError", () => {
  for (const [what, error, expected] of [
    [
      "operation, code, text, request id",
      { name: "SomeException", message: "It is so.", requestId: "1-2-3" },
      "CreateOpsItem failed: SomeException: It is so (request id 1-2-3)",
    ],
    [
      "what to do, where that is known",
      { name: "AccessDeniedException", message: "User is not authorized.", requestId: "1" },
      "CreateOpsItem failed: AccessDeniedException: User is not authorized (request id 1); the credentials need the permission for this action",
    ],
    ["no text where AWS gives none", { name: "InvalidResourceId" }, "CreateOpsItem failed: InvalidResourceId"],
    [
      "a text that only repeats the code once",
      { name: "UnknownError", message: "UnknownError" },
      "CreateOpsItem failed: UnknownError",
    ],
    [
      "no value that was sent",
      { name: "SomeException", message: "Hunter2 title and second-secret are refused." },
      "CreateOpsItem failed: SomeException: … and … are refused",
    ],
    [
      "no secret of the credentials",
      { name: "SomeException", message: "The key s3cr3t+v4lue is refused" },
      "CreateOpsItem failed: SomeException: The key … is refused",
    ],
    [
      "the code of a failed connection",
      { code: "ECONNREFUSED", message: "connect ECONNREFUSED 127.0.0.1:1" },
      "CreateOpsItem failed: ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:1",
    ],
    [
      "a timeout",
      { name: "TimeoutError", message: "socket hang up" },
      "CreateOpsItem failed: TimeoutError: socket hang up; AWS did not answer in time: check network and proxy, then run again",
    ],
    [
      "missing credentials",
      { name: "CredentialsProviderError", message: "Could not load credentials from any providers" },
      "CreateOpsItem failed: CredentialsProviderError: Could not load credentials from any providers; no credentials: set aws:profile or aws:accessKey and aws:secretKey, or AWS_PROFILE or the like in the environment",
    ],
  ] as [string, Thrown, string][]) {
    it(`tells ${what}`, () => {
      assert.equal(awsError("CreateOpsItem", thrown(error), input, ["s3cr3t+v4lue"]).message, expected);
    });
  }

  it("tells what AWS says of a signal as it is, for nothing in it is secret", () => {
    const signal = { AutomationExecutionId: "5f1c", SignalType: "Approve", Payload: { Comment: ["not an approver"] } };
    const error = thrown({ name: "InvalidAutomationSignalException", message: "bob is not an approver of 5f1c." });
    assert.equal(
      awsError("SendAutomationSignal", error, signal).message,
      "SendAutomationSignal failed: InvalidAutomationSignalException: bob is not an approver of 5f1c",
    );
  });

  for (const nothing of [undefined, null, {}]) {
    it(`bears that ${JSON.stringify(nothing)} is thrown`, () =>
      assert.equal(awsError("GetOpsItem", nothing, {}).message, "GetOpsItem failed: Error"));
  }

  it("carries operation, code, outcome and the members that matter, and not the error that quotes values", () => {
    const members = { OpsItemId: "oi-1", ParameterNames: ["Title"], Message: "Hunter2 title" };
    const error = awsError("CreateOpsItem", thrown({ name: "OpsItemAlreadyExistsException", members }), input);
    assert.deepEqual(
      { ...error },
      {
        name: "AwsError",
        operation: "CreateOpsItem",
        awsCode: "OpsItemAlreadyExistsException",
        outcome: "exists",
        members: { OpsItemId: "oi-1", ParameterNames: ["Title"] },
      },
    );
    assert.equal(error.cause, undefined);
  });
});

describe("meaningOf", () => {
  for (const [code, outcome] of [
    ["OpsItemNotFoundException", "gone"],
    ["InvalidResourceId", "gone"],
    ["OpsItemConflictException", "deleting"],
    ["OpsItemAlreadyExistsException", "exists"],
    ["AccessDeniedException", "refused"],
    ["ExpiredTokenException", "refused"],
    ["UnrecognizedClientException", "refused"],
    ["ThrottlingException", "refused"],
    ["ResourceNotFoundException", "refused"],
    ["AnythingElse", "refused"],
  ] as const) {
    it(`takes ${code} for ${outcome}`, () => assert.equal(meaningOf("GetOpsItem", code).outcome, outcome));
  }

  for (const [operation, code, outcome] of [
    ["GetIncidentRecord", "ResourceNotFoundException", "gone"],
    ["UntagResource", "ResourceNotFoundException", "gone"],
    ["StartIncident", "ResourceNotFoundException", "refused"],
    ["GetResponsePlan", "ResourceNotFoundException", "refused"],
    ["StartIncident", "ConflictException", "exists"],
    ["UpdateRelatedItems", "ConflictException", "exists"],
    ["UpdateIncidentRecord", "ConflictException", "refused"],
    ["TagResource", "ServiceQuotaExceededException", "full"],
    ["AssociateOpsItemRelatedItem", "OpsItemRelatedItemAlreadyExistsException", "exists"],
    ["AssociateOpsItemRelatedItem", "OpsItemNotFoundException", "gone"],
    ["AssociateOpsItemRelatedItem", "OpsItemConflictException", "deleting"],
    ["DisassociateOpsItemRelatedItem", "OpsItemRelatedItemAssociationNotFoundException", "gone"],
    ["DisassociateOpsItemRelatedItem", "OpsItemConflictException", "deleting"],
  ] as const) {
    it(`takes ${code} of ${operation} for ${outcome}`, () => assert.equal(meaningOf(operation, code).outcome, outcome));
  }

  it("says what to do about a full OpsItem, and which", () => {
    const advice = (operation: string) => meaningOf(operation, "OpsItemLimitExceededException").advice ?? "";
    assert.match(advice("CreateOpsItem"), /delete OpsItems/);
    assert.match(advice("AssociateOpsItemRelatedItem"), /10 documents and 100 incidents at most/);
  });
});

describe("undefinedIfGone", () => {
  const refusal = (code: string) => Promise.reject(awsError("GetOpsItem", thrown({ name: code }), {}));

  it("gives a reply on", async () => assert.equal(await undefinedIfGone(Promise.resolve("reply")), "reply"));
  it("takes what is gone for undefined", async () =>
    assert.equal(await undefinedIfGone(refusal("OpsItemNotFoundException")), undefined));
  for (const code of ["OpsItemConflictException", "AccessDeniedException", "ExpiredTokenException", "TimeoutError"]) {
    it(`does not take ${code} for gone`, () =>
      assert.rejects(undefinedIfGone(refusal(code)), (error) => error instanceof AwsError && error.awsCode === code));
  }
  it("takes no other error for gone", () =>
    assert.rejects(undefinedIfGone(Promise.reject(new Error("OpsItemNotFoundException"))), /OpsItemNotFound/));
});

describe("isOutcome", () => {
  it("knows the outcomes that it is asked for", () => {
    const gone = awsError("GetOpsItem", thrown({ name: "OpsItemNotFoundException" }), {});
    assert.equal(isOutcome(gone, "deleting", "gone"), true);
    assert.equal(isOutcome(gone, "deleting"), false);
    assert.equal(isOutcome({ outcome: "gone" }, "gone"), false);
  });
});
