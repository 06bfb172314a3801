import assert from "node:assert/strict";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { codeOf, create, emulated, errorOf, get, newAccount, region, signature } from "./support";

describe("STS", () => {
  const aws = emulated({ now: new Date("2030-01-01T00:00:00Z") });
  const clients: STSClient[] = [];
  const sts = (accessKeyId: string, at = region) => {
    const credentials = { accessKeyId, secretAccessKey: "any" };
    const client = new STSClient({ region: at, endpoint: aws.emulator.url, maxAttempts: 1, credentials });
    clients.push(client);
    return client;
  };
  after(() => {
    for (const client of clients) client.destroy();
  });

  for (const [accessKeyId, at, account, partition] of [
    ["111122223333", region, "111122223333", "aws"],
    ["AKIDEXAMPLE", region, "123456789012", "aws"],
    ["AKIDEXAMPLE", "cn-north-1", "123456789012", "aws-cn"],
    ["AKIDEXAMPLE", "us-gov-west-1", "123456789012", "aws-us-gov"],
  ] as const) {
    it(`says that ${accessKeyId} is a user of account ${account} in partition ${partition}`, async () => {
      const { Account, Arn, UserId } = await sts(accessKeyId, at).send(new GetCallerIdentityCommand({}));
      assert.deepEqual([Account, Arn], [account, `arn:${partition}:iam::${account}:user/${accessKeyId}`]);
      assert.match(UserId ?? "", /^AIDA[0-9A-Z]{17}$/);
    });
  }

  it("gives out credentials that work in the account of their role", async () => {
    const account = newAccount();
    const RoleArn = `arn:aws:iam::${account}:role/ops/deploy`;
    const { Credentials, AssumedRoleUser } = await sts("AKIDEXAMPLE").send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "ci@main" }),
    );
    assert.equal(AssumedRoleUser?.Arn, `arn:aws:sts::${account}:assumed-role/deploy/ci@main`);
    const lifetime = (Credentials?.Expiration?.getTime() ?? 0) - Date.now();
    assert.ok(lifetime > 3_500_000 && lifetime <= 3_600_000, `${lifetime} ms`);
    const identity = await sts(Credentials?.AccessKeyId as string).send(new GetCallerIdentityCommand({}));
    assert.deepEqual([identity.Account, identity.Arn], [account, AssumedRoleUser?.Arn]);
    assert.equal(identity.UserId, AssumedRoleUser?.AssumedRoleId);
  });

  it("serves the SDK's own role credentials, and OpsItems are then created by the session", async () => {
    const account = newAccount();
    const credentials = fromTemporaryCredentials({
      params: { RoleArn: `arn:aws:iam::${account}:role/deploy`, RoleSessionName: "ci" },
      masterCredentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "any" },
      clientConfig: { region, endpoint: aws.emulator.url },
    });
    const ssm = aws.ssm("", { credentials });
    const { CreatedBy, OpsItemArn } = await get(ssm, await create(ssm));
    assert.equal(CreatedBy, `arn:aws:sts::${account}:assumed-role/deploy/ci`);
    assert.ok(OpsItemArn?.includes(`:${account}:`));
  });

  for (const [what, input, message] of [
    [
      "a role that is too short",
      { RoleArn: "deploy" },
      "1 validation error detected: Value 'deploy' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
    ],
    [
      "a role that is none",
      { RoleArn: "arn:aws:iam::111122223333:user/x" },
      "arn:aws:iam::111122223333:user/x is invalid",
    ],
    [
      "a duration that is too short",
      { DurationSeconds: 60 },
      "1 validation error detected: Value '60' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
    [
      "a tag without a value",
      { Tags: [{ Key: "a", Value: undefined }] },
      "1 validation error detected: Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null",
    ],
  ] as const) {
    it(`refuses ${what} with ValidationError`, async () => {
      const base = { RoleArn: "arn:aws:iam::111122223333:role/deploy", RoleSessionName: "ci" };
      const error = await errorOf(sts("AKIDEXAMPLE").send(new AssumeRoleCommand({ ...base, ...input } as typeof base)));
      assert.deepEqual([error.name, error.message], ["ValidationError", message]);
    });
  }

  it("answers XML, escaped", async () => {
    const body = new URLSearchParams({
      Action: "AssumeRole",
      RoleArn: "arn:aws:iam::<&>:role/x",
      RoleSessionName: "ci",
    });
    const answer = await fetch(aws.emulator.url, {
      method: "POST",
      headers: { authorization: signature("sts") },
      body,
    });
    assert.equal(answer.status, 400);
    assert.equal(answer.headers.get("content-type"), "text/xml");
    const text = await answer.text();
    assert.ok(text.includes("<Type>Sender</Type><Code>ValidationError</Code>"), text);
    assert.ok(text.includes("iam::&#60;&#38;&#62;:role"), text);
  });

  it("refuses requests without a signature", async () => {
    const body = new URLSearchParams({ Action: "GetCallerIdentity" });
    const answer = await fetch(aws.emulator.url, { method: "POST", body });
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /<Code>MissingAuthenticationToken<\/Code>/);
  });

  it("throttles and fails in XML, too", async () => {
    aws.emulator.faults.throttle("GetCallerIdentity");
    assert.equal(await codeOf(sts("AKIDEXAMPLE").send(new GetCallerIdentityCommand({}))), "ThrottlingException");
  });
});
