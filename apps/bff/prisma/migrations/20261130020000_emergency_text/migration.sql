-- A vital emergency opens by its kind alone; its text follows. Null until it is there.
ALTER TABLE "emergency_grant" ALTER COLUMN "reason" DROP NOT NULL;
ALTER TABLE "emergency_grant" ADD COLUMN "reason_given_at" TIMESTAMP(3);
UPDATE "emergency_grant" SET "reason_given_at" = "created_at";
-- Whose text is waited for: asked on every page, so one row of this index and no more.
CREATE INDEX "emergency_grant_awaited_idx" ON "emergency_grant"("user_id", "created_at") WHERE "reason_given_at" IS NULL;
