import assert from "node:assert/strict";
import type { StepExecution } from "@aws-sdk/client-ssm";
import fc from "fast-check";
import { approvalsOf } from "../../provider/automation/approvals";
import { execution, level, runbookStep } from "./executions";

const approvalOf = (step: StepExecution) => approvalsOf({ StepExecutions: [step] })[0];
const inputs = (Inputs: Record<string, string>) => ({ ...level({}), Inputs });

describe("the approvals of a change request", () => {
  it("are its levels in their order, and no other steps", () =>
    assert.deepEqual(
      approvalsOf(
        execution("PendingApproval", [
          { name: "team", status: "Success", approvers: ["alice"] },
          { name: "board", status: "Waiting", approvers: ["bob"] },
          { name: "last", status: "Pending", approvers: [] },
        ]),
      ).map(({ name, status }) => [name, status]),
      [
        ["team", "Success"],
        ["board", "Waiting"],
        ["last", "Pending"],
      ],
    ));

  for (const [what, steps] of [
    ["told no steps", undefined],
    ["told none of approval", [runbookStep]],
  ] as const) {
    it(`are none where AWS has ${what}`, () =>
      assert.deepEqual(approvalsOf({ StepExecutions: steps as StepExecution[] | undefined }), []));
  }

  describe("name who may approve", () => {
    for (const [what, step, approvers] of [
      [
        "with their types and how many each must be",
        level({ approvers: [{ approver: "ops", type: "IamGroup", minRequiredApprovals: 2 }, "alice"] }),
        [
          { approver: "ops", type: "IamGroup", minRequiredApprovals: 2 },
          { approver: "alice", type: "IamUser" },
        ],
      ],
      [
        "also where numbers are texts",
        level({ approvers: [{ approver: "ops", minRequiredApprovals: "2" }] }),
        [{ approver: "ops", minRequiredApprovals: 2 }],
      ],
      [
        "as a plain step of approval has them",
        inputs({ Approvers: '["arn:aws:iam::111122223333:user/alice","bob"]' }),
        [{ approver: "arn:aws:iam::111122223333:user/alice" }, { approver: "bob" }],
      ],
      [
        "leaving out lines that are none",
        inputs({ EnhancedApprovals: '{"Approvers":[{"type":"IamUser"},null,1,{"approver":7},{"approver":"x"}]}' }),
        [{ approver: "x" }],
      ],
      ["as nobody where AWS tells nothing", { ...level({}), Inputs: undefined }, []],
      ["as nobody where what AWS tells is no JSON", inputs({ EnhancedApprovals: "{ Approvers: …" }), []],
      ["as nobody where what AWS tells has another form", inputs({ EnhancedApprovals: '{"Approvers":{"a":1}}' }), []],
    ] as [string, StepExecution, object[]][]) {
      it(what, () => assert.deepEqual(approvalOf(step)?.approvers, approvers));
    }
  });

  describe("tell how many approvals a level needs in all", () => {
    for (const [what, step, total] of [
      ["as the level says", level({ min: "3" }), 3],
      ["as its enhanced approvals say", inputs({ EnhancedApprovals: '{"MinRequiredApprovals":2,"Approvers":[]}' }), 2],
      ["in nothing where neither says", level({ approvers: ["alice"] }), undefined],
      ["in nothing where it is no number", inputs({ MinRequiredApprovals: "{{ Count }}" }), undefined],
      ["in nothing where it is empty", inputs({ MinRequiredApprovals: "" }), undefined],
    ] as [string, StepExecution, number | undefined][]) {
      it(what, () => assert.equal(approvalOf(step)?.minRequiredApprovals, total));
    }
  });

  describe("tell what was decided", () => {
    const alice = { approver: "alice", decision: "Approve" };
    const bob = { approver: "bob", decision: "Reject", comment: "not on a Friday", time: "2026-01-31T09:00:00Z" };
    for (const [what, told, decisions] of [
      ["one in each text", [JSON.stringify(alice), JSON.stringify(bob)], [alice, bob]],
      ["a list in one text", [JSON.stringify([alice, bob])], [alice, bob]],
      ["lists in several texts", [JSON.stringify([alice]), JSON.stringify([bob])], [alice, bob]],
      ["approver to decision", ['{"alice":"Approve"}'], [alice]],
      ["approver to what was said", [`{"bob":${JSON.stringify({ ...bob, approver: undefined })}}`], [bob]],
      [
        "both in one map",
        ['{"alice":"Approve","bob":{"decision":"Reject"}}'],
        [alice, { approver: "bob", decision: "Reject" }],
      ],
      ["more than we know", ['{"approver":"alice","decision":"Approve","device":"phone"}'], [alice]],
      ["what is no JSON as nothing", ["alice approved", "", "{"], []],
      ["what says nothing as nothing", ["null", "1", '"Approve"', "[]", "{}", '{"approver":"alice"}'], []],
    ] as [string, string[], object[]][]) {
      it(what, () => assert.deepEqual(approvalOf(level({ decisions: told }))?.decisions, decisions));
    }

    it("nothing where AWS tells nothing", () => assert.deepEqual(approvalOf(level({}))?.decisions, []));
  });

  it("stand whatever AWS tells: nothing of it throws", () =>
    fc.assert(
      fc.property(
        fc.array(fc.json({ maxDepth: 4 })),
        fc.json({ maxDepth: 4 }),
        fc.string(),
        (decisions, lines, text) => {
          const Inputs = { EnhancedApprovals: lines, Approvers: text, MinRequiredApprovals: text };
          const found = approvalOf({ ...level({}), Inputs, Outputs: { ApproverDecisions: [...decisions, text] } });
          for (const { approver, decision } of found?.decisions ?? []) {
            assert.deepEqual([typeof approver, typeof decision], ["string", "string"]);
          }
        },
      ),
    ));
});
