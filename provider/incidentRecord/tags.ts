import { undefinedIfGone } from "../core/awsErrors";
import type { Service, SsmIncidentsOperations } from "../core/clients";
import { Tags } from "../core/tags";

/** The tags of one incident. */
export class IncidentTags extends Tags {
  constructor(
    private readonly incidents: Service<SsmIncidentsOperations>,
    private readonly resourceArn: string,
  ) {
    super();
  }

  async list(): Promise<Record<string, string> | undefined> {
    const { resourceArn } = this;
    return (await undefinedIfGone(this.incidents.call("ListTagsForResource", { resourceArn })))?.tags;
  }

  protected put(tags: Record<string, string>): Promise<unknown> {
    return this.incidents.call("TagResource", { resourceArn: this.resourceArn, tags });
  }

  protected take(tagKeys: string[]): Promise<unknown> {
    return this.incidents.call("UntagResource", { resourceArn: this.resourceArn, tagKeys });
  }
}
