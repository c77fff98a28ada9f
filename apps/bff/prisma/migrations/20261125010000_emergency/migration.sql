CREATE TABLE "emergency_grant" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "fhir_user" TEXT,
    "patient_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "denial" TEXT NOT NULL,
    "reason" BYTEA NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "expires_at" TIMESTAMP(3) NOT NULL,
    "ended_at" TIMESTAMP(3),
    "outcome" TEXT,
    "reviewer_id" TEXT,
    "reviewer_name" TEXT,
    "comment" BYTEA,
    "reviewed_at" TIMESTAMP(3),

    CONSTRAINT "emergency_grant_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "emergency_grant_user_id_patient_id_created_at_idx" ON "emergency_grant"("user_id", "patient_id", "created_at" DESC);
CREATE INDEX "emergency_grant_outcome_created_at_idx" ON "emergency_grant"("outcome", "created_at" DESC);
-- Two clicks, two windows, two processes: one emergency access.
CREATE UNIQUE INDEX "emergency_grant_living_key" ON "emergency_grant"("user_id", "patient_id") WHERE "ended_at" IS NULL;

CREATE TABLE "emergency_suspension" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,
    "lifted_at" TIMESTAMP(3),
    "lifted_by" TEXT,
    "lifted_by_name" TEXT,
    "lift_reason" BYTEA,

    CONSTRAINT "emergency_suspension_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "emergency_suspension_user_id_since_idx" ON "emergency_suspension"("user_id", "since" DESC);
CREATE UNIQUE INDEX "emergency_suspension_current_key" ON "emergency_suspension"("user_id") WHERE "lifted_at" IS NULL;
