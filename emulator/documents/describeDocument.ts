import type { DescribeDocumentRequest, DescribeDocumentResult } from "@aws-sdk/client-ssm";
import type { Operation } from "../operation";
import { description } from "./description";
import { documentToRead } from "./find";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeDocument.html */
export const describeDocument: Operation<DescribeDocumentRequest, DescribeDocumentResult> = (input, context) => {
  const { record, version } = documentToRead(input, context);
  return { Document: description(record, version, "Active") };
};
