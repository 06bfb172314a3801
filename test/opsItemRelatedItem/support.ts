import { StartIncidentCommand } from "@aws-sdk/client-ssm-incidents";
import fc from "fast-check";
import type { EmulatorOptions } from "../../emulator";
import type { Props } from "../../provider/core/handler";
import { opsItemRelatedItem } from "../../provider/opsItemRelatedItem/handler";
import { properties } from "../../provider/opsItemRelatedItem/properties";
import { prepared } from "../emulator/incidents";
import { minimal } from "../emulator/support";
import { arbitraryOf } from "../support/arbitraryOf";
import { simulatedFor } from "../support/simulated";

/** With a runbook; the OpsItem is another one in each test. */
export const document: Props = {
  opsItemId: "oi-0123456789ab",
  associationType: "RelatesTo",
  resourceType: "AWS::SSM::Document",
  resourceUri: "arn:aws:ssm:eu-west-1::document/AWS-RestartEC2Instance",
};

export const incident: Props = {
  ...document,
  resourceType: "AWS::SSMIncidents::IncidentRecord",
  resourceUri: "arn:aws:ssm-incidents::111122223333:incident-record/drill/a6be9281-6d5f-4c8a-8a3c-2b1f5d0f7a11",
};

export const DAY = 24 * 60 * 60 * 1000;

/** For the tests of the surrounding `describe` an emulator, and for each of them an account with an OpsItem and an empty state. */
export function simulated(options: EmulatorOptions = {}) {
  const world = simulatedFor(opsItemRelatedItem, { incidentManager: prepared, ...options });
  const opsItem = async (region?: string, of?: string) =>
    String((await world.ssm(region, of).createOpsItem(minimal)).OpsItemId);
  beforeEach(async () => {
    document.opsItemId = incident.opsItemId = await opsItem();
    world.aws.requests.clear();
  });
  /** What the OpsItem is associated with. */
  const associations = async (OpsItemId = String(document.opsItemId), region?: string) =>
    (await world.ssm(region).listOpsItemRelatedItems({ OpsItemId })).Summaries ?? [];
  return Object.assign(world, {
    opsItem,
    /** The state forgets the association, as when the engine was killed before it wrote. */
    lose(name = "a") {
      const id = world.idOf(name);
      world.engine.state.delete(name);
      return id;
    },
    associations,
    /** Ids as they are in the state. */
    ids: async () => (await associations()).map(({ OpsItemId, AssociationId }) => `${OpsItemId}/${AssociationId}`),
    /** An association that somebody else makes, by default who deploys; answers its id. */
    async foreign(more: Props = {}, of?: string) {
      const request = {
        OpsItemId: String(document.opsItemId),
        AssociationType: "RelatesTo",
        ...sent(document),
        ...more,
      };
      const { AssociationId } = await world.ssm("eu-west-1", of).associateOpsItemRelatedItem(request);
      world.aws.requests.clear();
      return `${request.OpsItemId}/${AssociationId}`;
    },
    /** Starts an incident, which has a parent OpsItem from then on; answers its ARN. */
    async incident() {
      const responsePlanArn = `arn:aws:ssm-incidents::${world.account}:response-plan/drill`;
      const { incidentRecordArn } = await world.incidents().send(new StartIncidentCommand({ responsePlanArn }));
      return String(incidentRecordArn);
    },
    warnings: () => world.engine.messages.filter((text) => text.includes(": warning: ")),
  });
}

const sent = ({ resourceType, resourceUri }: Props) => ({
  ResourceType: String(resourceType),
  ResourceUri: String(resourceUri),
});

/** Inputs of any association, all of them valid. */
export const someInputs: fc.Arbitrary<Props> = (() => {
  const { region, adopt, ...all } = properties;
  const rows = Object.entries(all).map(([name, row]) => [name, arbitraryOf(row)]);
  return fc.record<Props>(Object.fromEntries(rows), { noNullPrototype: true });
})();
