/** What a Signature Version 4 header says about a request. */
export interface Signature {
  accessKeyId: string;
  region: string;
  /** Signing name of the service, such as `ssm`. */
  service: string;
}

/**
 * Reads the credential scope. The signature itself is not verified: the emulator knows no secret keys, and whoever can
 * reach it may use it.
 */
export function readSignature(authorization: string | undefined): Signature | undefined {
  const scope = /^AWS4-HMAC-SHA256 .*?Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/;
  const [, accessKeyId, region, service] = scope.exec(authorization ?? "") ?? [];
  return accessKeyId && region && service ? { accessKeyId, region, service } : undefined;
}
