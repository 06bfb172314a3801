import assert from "node:assert/strict";
import { GetDocumentCommand, UpdateDocumentMetadataCommand } from "@aws-sdk/client-ssm";
import { createDocument, describeDocument, review, runbook, template, updateDocument } from "./documents";
import { codeOf, emulated, errorOf } from "./support";

describe("UpdateDocumentMetadata", () => {
  const aws = emulated();

  it("takes a template from being sent for review to approval", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart");
    await review(ssm, "Restart", "SendForReview");
    const pending = await describeDocument(ssm, "Restart");
    assert.deepEqual([pending.ReviewStatus, pending.PendingReviewVersion], ["PENDING", "1"]);
    await review(ssm, "Restart", "Approve");
    const approved = await describeDocument(ssm, "Restart");
    assert.deepEqual([approved.ReviewStatus, approved.ApprovedVersion], ["APPROVED", "1"]);
    assert.equal(approved.PendingReviewVersion, undefined);
    assert.equal((await ssm.send(new GetDocumentCommand({ Name: "Restart" }))).ReviewStatus, "APPROVED");
  });

  it("tells who reviewed", async () => {
    const author = aws.ssm();
    const account = await createDocument(author, "Restart").then(({ Owner }) => Owner as string);
    await review(author, "Restart", "SendForReview");
    await author.send(
      new UpdateDocumentMetadataCommand({
        Name: "Restart",
        DocumentReviews: { Action: "UpdateReview", Comment: [{ Type: "Comment", Content: "Who approves?" }] },
      }),
    );
    await review(author, "Restart", "Reject");
    const { ReviewInformation = [], ReviewStatus, ApprovedVersion } = await describeDocument(author, "Restart");
    assert.deepEqual(
      ReviewInformation.map(({ Status, Reviewer }) => [Status, Reviewer]),
      [
        ["PENDING", account],
        ["REJECTED", account],
      ],
    );
    assert.deepEqual([ReviewStatus, ApprovedVersion], ["REJECTED", undefined]);
  });

  it("reviews each version by itself", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart");
    await review(ssm, "Restart", "SendForReview");
    await review(ssm, "Restart", "Approve");
    await updateDocument(ssm, "Restart", template({ description: "Another." }));
    await review(ssm, "Restart", "SendForReview", "$LATEST");
    const latest = await describeDocument(ssm, "Restart", { DocumentVersion: "$LATEST" });
    const { ReviewStatus, ApprovedVersion, PendingReviewVersion } = latest;
    assert.deepEqual([ReviewStatus, ApprovedVersion, PendingReviewVersion], ["PENDING", "1", "2"]);
  });

  it("refuses an action that the review is not ready for", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Restart");
    assert.equal(await codeOf(review(ssm, "Restart", "UpdateReview")), "InvalidDocumentOperation");
    await review(ssm, "Restart", "SendForReview");
    await review(ssm, "Restart", "Approve");
    const { name, message } = await errorOf(review(ssm, "Restart", "SendForReview"));
    assert.equal(name, "InvalidDocumentOperation");
    assert.match(message, /^SendForReview is not possible for version 1 of document Restart: .* is APPROVED\.$/);
  });

  it("refuses what is no change template, or not there", async () => {
    const ssm = aws.ssm();
    await createDocument(ssm, "Wait", runbook(), { DocumentType: "Automation" });
    assert.equal(await codeOf(review(ssm, "Wait", "SendForReview")), "InvalidDocumentOperation");
    assert.equal(await codeOf(review(ssm, "Absent", "SendForReview")), "InvalidDocument");
    await createDocument(ssm, "Restart");
    assert.equal(await codeOf(review(ssm, "Restart", "SendForReview", "2")), "InvalidDocumentVersion");
  });
});
