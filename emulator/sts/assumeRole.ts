import { randomBytes } from "node:crypto";
import type { AssumeRoleRequest, AssumeRoleResponse } from "@aws-sdk/client-sts";
import { uniqueId } from "../callers";
import { AwsError } from "../errors";
import type { Operation } from "../operation";

/**
 * Every caller may assume every role, which need not exist; its session belongs to the account of the role's ARN.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole: Operation<AssumeRoleRequest, AssumeRoleResponse> = (input, { world }) => {
  const { RoleArn, RoleSessionName, DurationSeconds = 3600 } = input;
  const [, partition, account, path] = /^arn:([\w-]+):iam::(\d{12}):role\/(.+)$/.exec(RoleArn) ?? [];
  if (!partition || !account || !path) throw new AwsError("ValidationError", `${RoleArn} is invalid`);
  const role = path.split("/").at(-1);
  const arn = `arn:${partition}:sts::${account}:assumed-role/${role}/${RoleSessionName}`;
  const userId = `${uniqueId("AROA", RoleArn)}:${RoleSessionName}`;
  return {
    Credentials: {
      AccessKeyId: world.callers.addSession({ account, arn, userId }),
      SecretAccessKey: randomBytes(30).toString("base64"),
      SessionToken: randomBytes(120).toString("base64"),
      // Real time, whatever the emulator's clock says: clients compare it with their own.
      Expiration: new Date(Date.now() + DurationSeconds * 1000),
    },
    AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
  };
};
