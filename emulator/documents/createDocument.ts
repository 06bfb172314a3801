import type { CreateDocumentRequest, CreateDocumentResult } from "@aws-sdk/client-ssm";
import { AwsError } from "../errors";
import type { Context, Operation } from "../operation";
import { addTags } from "../tags/tags";
import { description } from "./description";
import { validationError } from "./errors";
import { newVersion } from "./newVersion";
import type { DocumentRecord } from "./record";

const reservedPrefixes = ["aws", "amazon", "amzn", "AWSEC2", "AWSConfigRemediation", "AWSSupport"];

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html */
export const createDocument: Operation<CreateDocumentRequest, CreateDocumentResult> = (input, context) => {
  const { Name, DocumentType = "Command", Tags = [] } = input;
  const { place, world } = context;
  checkName(Name, context);
  if (place.documents.has(Name) || world.amazonDocuments.has(Name)) {
    throw new AwsError("DocumentAlreadyExists", `Document with same name ${Name} already exists.`);
  }
  const version = newVersion(input, DocumentType, "1", context);
  const tags = addTags(new Map(), Tags);
  if (place.documents.size >= world.quotas.documents) {
    throw new AwsError("DocumentLimitExceeded", `An account can have at most ${world.quotas.documents} documents.`);
  }
  const record: DocumentRecord = {
    sequence: world.nextSequence(),
    name: Name,
    type: DocumentType,
    owner: place.account,
    versions: [version],
    defaultVersion: version.number,
    lastNumber: 1,
    tags,
    isVisible: context.visibility(),
  };
  place.documents.set(Name, record);
  // Nothing is left to be done, but AWS answers so, and tells of the document as active afterwards.
  return { DocumentDescription: description(record, version, "Creating") };
};

function checkName(name: string, { world }: Context): void {
  const isReserved = (prefix: string) =>
    world.answers.reservedDocumentNames === "anyCase"
      ? name.toLowerCase().startsWith(prefix.toLowerCase())
      : name.startsWith(prefix);
  if (!reservedPrefixes.some(isReserved)) return;
  throw validationError(`Document name '${name}' can't begin with the following: ${reservedPrefixes.join(", ")}.`);
}
