-- Whether an emergency access was needed is a question of care: a doctor who is named answers it, the officer leads the file
-- and closes it with the answer. What came of it stays before the eyes of the person concerned until they have read it.
CREATE TABLE "emergency_opinion" (
    "id" UUID NOT NULL,
    "grant_id" UUID NOT NULL,
    "practitioner" TEXT NOT NULL,
    "practitioner_name" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_by_name" TEXT NOT NULL,
    "asked_at" TIMESTAMP(3) NOT NULL,
    "answer" TEXT,
    "comment" BYTEA,
    "answered_by" TEXT,
    "answered_by_name" TEXT,
    "answered_at" TIMESTAMP(3),

    CONSTRAINT "emergency_opinion_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "emergency_opinion_grant_id_practitioner_key" ON "emergency_opinion"("grant_id", "practitioner");
CREATE INDEX "emergency_opinion_practitioner_asked_at_idx" ON "emergency_opinion"("practitioner", "asked_at" DESC);

ALTER TABLE "emergency_grant" ADD COLUMN "opinion_id" UUID;
ALTER TABLE "emergency_grant" ADD COLUMN "acknowledged_at" TIMESTAMP(3);
-- What was judged before there were notices was read, or not, where it always stood.
UPDATE "emergency_grant" SET "acknowledged_at" = "reviewed_at" WHERE "reviewed_at" IS NOT NULL;
