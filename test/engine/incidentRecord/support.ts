import {
  type IncidentRecord,
  paginateListIncidentRecords,
  type RelatedItem,
  SSMIncidents,
} from "@aws-sdk/client-ssm-incidents";
import type { EmulatorOptions } from "../../../emulator";
import { prepared } from "../../emulator/incidents";
import { type StackOptions, someCredentials } from "../../support/engine";
import { region, World } from "../../support/engine/world";
import type { DeclaredResource, Value } from "../programs/declared/declared";
import { type Call, isWrite } from "./calls";

export { region };

/** That of credentials which are none. */
export const account = "123456789012";

/** The ARN of a response plan; `drill` is there from the start, and says nothing. */
export const planArn = (name = "drill", ofAccount = account) =>
  `arn:aws:ssm-incidents::${ofAccount}:response-plan/${name}`;

/** The smallest incident. */
export const incident = (args: Record<string, Value> = {}, more: Partial<DeclaredResource> = {}): DeclaredResource => ({
  name: "incident",
  kind: "IncidentRecord",
  args: { responsePlanArn: planArn(), ...args },
  ...more,
});

/** An emulator, a stack whose program is data, and responders. */
export class IncidentWorld extends World {
  /** `options.incidentManager` replaces the plan `drill` and its replication set. */
  static async open(name: string, options: EmulatorOptions = {}, stack: StackOptions = {}): Promise<IncidentWorld> {
    return new IncidentWorld(...(await World.parts(name, { incidentManager: prepared, ...options }, stack)));
  }

  /** A client of one responder, or of the team that deploys. */
  as(accessKeyId: string = someCredentials.accessKeyId, where = region): SSMIncidents {
    return this.closing(new SSMIncidents(this.configOf(accessKeyId, where)));
  }

  /** Arguments of a provider with the credentials of an account. */
  providerOf(accessKey: string, where = region): Record<string, Value> {
    const { url } = this.aws;
    const endpoints = [{ ssmincidents: url, sts: url }];
    return { region: where, accessKey, secretKey: "not-a-secret", endpoints };
  }

  /** All incidents of the account, oldest first. */
  async incidents(client = this.as()): Promise<{ arn: string; status: string }[]> {
    const found: { arn: string; status: string }[] = [];
    for await (const { incidentRecordSummaries = [] } of paginateListIncidentRecords({ client }, {})) {
      found.push(...incidentRecordSummaries.map(({ arn = "", status = "" }) => ({ arn, status })));
    }
    return found.toReversed();
  }

  /** Somebody in the account of the incident who does not deploy. */
  responderOf(arn: string): SSMIncidents {
    return this.as(arn.split(":")[4]);
  }

  async record(arn: string): Promise<IncidentRecord> {
    return (await this.responderOf(arn).getIncidentRecord({ arn })).incidentRecord as IncidentRecord;
  }

  async itemsOf(incidentRecordArn: string): Promise<RelatedItem[]> {
    return (await this.responderOf(incidentRecordArn).listRelatedItems({ incidentRecordArn })).relatedItems ?? [];
  }

  async tagsOf(resourceArn: string): Promise<Record<string, string>> {
    return (await this.responderOf(resourceArn).listTagsForResource({ resourceArn })).tags ?? {};
  }

  /** The calls about an incident once it was started, without its ARN and the token that the SDK makes. */
  callsAbout(id: string): Call[] {
    return this.aws.requests.flatMap(({ operation, input }) => {
      const { arn, incidentRecordArn, resourceArn, clientToken: _, ...rest } = input;
      return (arn ?? incidentRecordArn ?? resourceArn) === id ? [[operation, rest]] : [];
    });
  }

  writesAbout(id: string): Call[] {
    return this.callsAbout(id).filter(isWrite);
  }

  override idOf(name = "incident"): Promise<string> {
    return super.idOf(name);
  }
}
