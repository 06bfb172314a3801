import { AwsError } from "../errors";

export function invalidDocument(name: string): AwsError {
  return new AwsError("InvalidDocument", `Document with name ${name} does not exist.`);
}

export function invalidVersion(name: string, version: string): AwsError {
  return new AwsError("InvalidDocumentVersion", `Document ${name} has no version ${version}.`);
}

export function invalidOperation(message: string): AwsError {
  return new AwsError("InvalidDocumentOperation", message);
}

export function invalidContent(message: string): AwsError {
  return new AwsError("InvalidDocumentContent", message);
}

export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
