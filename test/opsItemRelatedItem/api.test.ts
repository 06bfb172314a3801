import assert from "node:assert/strict";
import { AssociationApi } from "../../provider/opsItemRelatedItem/api";

describe("the calls of an association", () => {
  it("look on all pages, also behind empty ones", async () => {
    const wanted = { OpsItemId: "oi-0123456789ab", AssociationId: "b" };
    const pages = [
      { NextToken: "1" },
      { Summaries: [{ AssociationId: "a" }], NextToken: "2" },
      { Summaries: [wanted] },
    ];
    const asked: unknown[] = [];
    const call = async (_: string, input: { NextToken?: string }) => {
      asked.push(input.NextToken);
      return pages[asked.length - 1];
    };
    const api = new AssociationApi({ clients: { ssm: () => ({ call }) } } as never, "eu-west-1");
    assert.equal(await api.get(wanted), wanted);
    assert.deepEqual(asked, [undefined, "1", "2"]);
  });
});
